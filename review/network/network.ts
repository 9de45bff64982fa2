/** The parts of a network: VPCs, subnets, rules, interfaces, load balancers. */
import type { InterfaceKind } from "../../aws/types/interface-kinds";
import type { AddressSet } from "../../net/address-set";
import type { OrderedRule } from "../../net/packet-set";
import type { TrafficSet } from "../../net/traffic-set";
import type { Unknown } from "../../terraform/values";

/** The key of a thing is the address of its resource: `aws_subnet.private_a`. */
export type Key = string;

export interface Thing {
  readonly key: Key;
  readonly name: string;
}

/** `exact`: all of these addresses; else one address out of these, not known which. */
export interface Addresses {
  readonly set: AddressSet;
  readonly exact: boolean;
}

export interface Vpc extends Thing {
  /** As far as they are known, by its own blocks or those of its subnets. */
  readonly cidrs: AddressSet;
  /** It has others. */
  readonly cidrsUnknown?: CidrsUnknown;
  /** The internet gateway attached to it. */
  readonly gateway?: Key;
  /** Without a known one: that it may have one all the same. */
  readonly gatewayUnknown?: Unknown;
  /** The route table at that gateway, or where no such table is in the input, what associates it. */
  readonly gatewayTable?: Key;
  /** Its default security group, network ACL and main route table where they are managed. */
  readonly defaultGroup?: Key;
  readonly defaultAcl?: Key;
  readonly mainTable?: Key;
  /** What it has instead may be something that is not resolved. */
  readonly defaultAclUnknown?: PartUnknown;
  readonly mainTableUnknown?: PartUnknown;
}

/** Blocks that are not known: these addresses at most. */
export interface CidrsUnknown {
  readonly unknown: Unknown;
  readonly most: AddressSet;
}

export interface SubnetModel extends Thing {
  readonly vpc: Key;
  readonly cidrs: AddressSet;
  readonly cidrsUnknown?: CidrsUnknown;
  readonly zone?: string;
  /** One that is not among the tables is the VPC's main table with its local routes alone. */
  readonly table: Key;
  /** It may have another table. */
  readonly tableUnknown?: PartUnknown;
  /** One that is not among the ACLs is the VPC's default one, which allows everything. */
  readonly acl: Key;
  /** It may have another ACL. */
  readonly aclUnknown?: PartUnknown;
  /** What VPC Block Public Access leaves it of the internet. @default everything */
  readonly publicAccess?: PublicAccess;
  readonly givesPublic: boolean;
  readonly givesIpv6: boolean;
}

/** That a subnet may have another part than is told. */
export interface PartUnknown {
  readonly unknown: Unknown;
  /** Those that it may have. @default any */
  readonly among?: readonly Key[];
}

/**
 * What passes between a subnet and the internet where public access is blocked.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
export type PublicAccess =
  /** Nothing. */
  | { readonly kind: "closed"; readonly by: Key }
  /** What NAT gateways and egress-only gateways begin; what a public address of its own begins, as `direct` says. */
  | { readonly kind: "egress"; readonly by: Key; readonly direct: "closed" | Unknown }
  | { readonly kind: "unknown"; readonly by: Key; readonly unknown: Unknown };

export type RulePeer =
  | { readonly kind: "addresses"; readonly set: AddressSet; readonly text: string }
  | { readonly kind: "group"; readonly group: Key }
  /** The addresses in a variable without a value. */
  | { readonly kind: "variable"; readonly name: string }
  /** Not known whom. A rule that names groups means members of one: of any, or of one of these. */
  | {
      readonly kind: "unknown";
      readonly unknown: Unknown;
      readonly groups?: "any" | readonly Key[];
      /** The most that its addresses can be. @default all */
      readonly most?: AddressSet;
    };

export interface SecurityGroupRule {
  readonly direction: "in" | "out";
  readonly traffic: TrafficSet;
  /** Set when its group, protocol or ports are not known: it may not be there, and `traffic` is the most it can be. */
  readonly uncertain?: Unknown;
  readonly peer: RulePeer;
  readonly resource: Key;
}

export interface SecurityGroup extends Thing {
  readonly vpc?: Key;
  readonly rules: readonly SecurityGroupRule[];
  /** Rules that exist and cannot be read: they may allow anything. */
  readonly unknowns: readonly Unknown[];
}

export interface NetworkAclRule extends OrderedRule {
  readonly direction: "in" | "out";
  readonly number: number;
  readonly resource: Key;
}

/** A rule that an ACL may have; `traffic` and `addresses` are the most that it can match, `number` its lowest. */
export interface UncertainAclRule extends Omit<NetworkAclRule, "action"> {
  readonly action: NetworkAclRule["action"] | "either";
  readonly unknown: Unknown;
}

export interface NetworkAcl extends Thing {
  readonly vpc?: Key;
  /** The lowest number first. */
  readonly rules: readonly NetworkAclRule[];
  readonly uncertain: readonly UncertainAclRule[];
}

/** Where packets begin and end: a network interface with its subnet, groups and addresses. */
export interface NetworkInterface extends Thing {
  readonly kind: InterfaceKind;
  /** The instance, balancer, gateway or database it belongs to. */
  readonly owner: Key;
  readonly subnet: Key;
  /** The first interface of its owner. */
  readonly primary: boolean;
  readonly private4?: Addresses;
  readonly public4?: Addresses;
  readonly address6?: Addresses;
  /** Secondary private addresses. */
  readonly others: AddressSet;
  /** Those of them that have public addresses of their own. */
  readonly otherPublics?: readonly { readonly private4: AddressSet; readonly public4: Addresses }[];
  /** No machine has the interface: nobody answers; or nobody in this input, and others are not known. */
  readonly detached?: "nobody" | Unknown;
  readonly groups: readonly Key[];
  /** Its groups, its public address or its source/destination check, where that is not known. */
  readonly groupsUnknown?: Unknown;
  /** With unknown groups: those that it may be in besides. @default any */
  readonly maybeGroups?: readonly Key[];
  readonly publicUnknown?: Unknown;
  readonly checkUnknown?: Unknown;
  /** The source/destination check is off: it may take packets that are not addressed to it. */
  readonly forwards: boolean;
  /** The resource whose `source_dest_check` decides. */
  readonly checkedBy: Key;
  /** A machine of several interfaces that forwards: its own software decides what passes. */
  readonly appliance: boolean;
  readonly stopped: boolean;
  /** It stands for all machines that an Auto Scaling group runs in its subnet. */
  readonly autoScaled?: true;
  /** A NAT gateway that translates to a private address. */
  readonly privateNat?: boolean;
  /** What a managed service answers. @default everything that its groups admit */
  readonly answersOn?: TrafficSet;
}

export interface BalancerTarget {
  /** The interfaces behind the registered id or address. */
  readonly interfaces: readonly Key[];
  readonly port: number;
  readonly unknown?: Unknown;
}

export interface TargetGroup extends Thing {
  readonly port?: number;
  readonly protocol: string;
  readonly targets: readonly BalancerTarget[];
  readonly healthPort?: number;
  /** Whether nodes send to targets of other zones. @default as the balancer says */
  readonly crossZone?: boolean;
  /** Targets see the client's address, not the balancer's. */
  readonly keepsClient: boolean;
}

export interface Listener {
  readonly port: number;
  readonly traffic: TrafficSet;
  readonly targetGroups: readonly Key[];
  /** It forwards to somewhere else as well, and nobody knows where. */
  readonly elsewhere?: Unknown;
  /** Redirects or answers by itself. */
  readonly answers: boolean;
  readonly resource: Key;
  readonly unknown?: Unknown;
}

export interface Balancer extends Thing {
  readonly type: "application" | "network" | "gateway";
  readonly internal: boolean;
  readonly nodes: readonly Key[];
  readonly listeners: readonly Listener[];
  /** Listeners that may be its own, or on other ports: with the most that they may take. */
  readonly maybeListeners: readonly Listener[];
  readonly crossZone: boolean;
}

/** A gateway endpoint: an AWS service reached by a route to its prefix list. */
export interface GatewayEndpoint extends Thing {
  readonly service: string;
  readonly addresses: AddressSet;
}

/** The groups that an interface is in, and those that it may be in. */
export type OwnGroups = Pick<NetworkInterface, "groups" | "groupsUnknown" | "maybeGroups">;

export interface Unplaced extends Thing {
  readonly unknown: Unknown;
  /** Its groups, which hold wherever it stands. @default not known */
  readonly own?: OwnGroups;
}

/** A resource that carries packets and is not modelled. */
export interface Unmodelled extends Unplaced {
  /** Where its addresses lie. @default not known, anywhere */
  readonly addresses?: AddressSet;
}
