/**
 * The kinds of network interfaces, which are the ends of packets: what each sends, takes and answers, and how it is told.
 * A kind that lacks a fact does not compile.
 */

/** Inclusive. */
interface Ports {
  readonly from: number;
  readonly to: number;
}

/**
 * Ports on which senders wait for replies: Linux has 32768 to 60999, AWS's own gateways and balancers 1024 to 65535.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
 */
const LINUX: Ports = { from: 32_768, to: 60_999 };
const AWS_OWN: Ports = { from: 1024, to: 65_535 };

/** Of hosts on the internet nobody knows the system: Windows uses 49152 to 65535. */
export const OUTSIDE_REPLY_PORTS: Ports = { from: 32_768, to: 65_535 };

interface InterfaceKindFacts {
  /** The lists of AWS's `describe-*` and `list-*` output that tell of it. */
  readonly describedIn: readonly string[];
  /** What people call it. */
  readonly label: string;
  /** It begins connections of its own. */
  readonly sends: boolean;
  /** It takes connections from others. */
  readonly takes: boolean;
  /** What it answers of what its groups admit, where the model does not say more. */
  readonly answers: "all" | "not known";
  /** What it does with packets that are not addressed to it. */
  readonly forwards: "translates" | "as its software says" | "never";
  readonly replyPorts: Ports;
  /**
   * What several interfaces of one owner are. `apart`: each an end of its own; `alike`: any of them answers for the
   * owner; `one of`: the owner stands at one of them, not known which; `single`: there is one.
   */
  readonly places: "apart" | "alike" | "one of" | "single";
  /** Several that packets treat alike are told as one class. */
  readonly joinsClasses: boolean;
  /** Of things of one name the lowest are meant. */
  readonly precedence: 1 | 2 | 3;
  /** How it is reached from the internet, or how it had better be reached. */
  readonly publicFix: string;
  readonly drawing: {
    /** Its address says something: it has one place. */
    readonly showsAddress: boolean;
    /** Lines begin at it. */
    readonly begins: boolean;
  };
}

export type InterfaceKind = "machine" | "nat" | "balancer" | "endpoint" | "database";

export const INTERFACE_KINDS: Readonly<Record<InterfaceKind, InterfaceKindFacts>> = {
  machine: {
    describedIn: ["NetworkInterfaces", "Reservations"],
    label: "server",
    sends: true,
    takes: true,
    answers: "all",
    forwards: "as its software says",
    replyPorts: LINUX,
    places: "apart",
    joinsClasses: true,
    precedence: 1,
    publicFix: "give it an Elastic IP if it is meant to be reached from the internet",
    drawing: { showsAddress: true, begins: true },
  },
  nat: {
    describedIn: ["NatGateways"],
    label: "NAT gateway",
    sends: false,
    takes: false,
    answers: "all",
    forwards: "translates",
    replyPorts: AWS_OWN,
    places: "single",
    joinsClasses: false,
    precedence: 3,
    publicFix: "give it an Elastic IP if it is meant to be reached from the internet",
    drawing: { showsAddress: true, begins: true },
  },
  balancer: {
    describedIn: [
      "LoadBalancers",
      "LoadBalancerAttributes",
      "LoadBalancerListeners",
      "LoadBalancerTargetHealth",
      "Listeners",
      "TargetGroups",
      "TargetHealthDescriptions",
      "Rules",
      "TargetGroupAttributes",
    ],
    label: "load balancer",
    sends: true,
    takes: true,
    answers: "all",
    forwards: "never",
    replyPorts: AWS_OWN,
    places: "alike",
    joinsClasses: false,
    precedence: 2,
    publicFix: "internal = false, with subnets whose route leads to an internet gateway",
    drawing: { showsAddress: false, begins: true },
  },
  endpoint: {
    describedIn: ["VpcEndpoints"],
    label: "interface endpoint",
    sends: false,
    takes: true,
    answers: "not known",
    forwards: "never",
    replyPorts: AWS_OWN,
    places: "alike",
    joinsClasses: false,
    precedence: 2,
    publicFix: "reach it from a machine in its VPC; an endpoint has no public address",
    drawing: { showsAddress: true, begins: true },
  },
  database: {
    describedIn: ["DBInstances", "DBSubnetGroups"],
    label: "database",
    sends: true,
    takes: true,
    answers: "all",
    forwards: "never",
    replyPorts: LINUX,
    places: "one of",
    joinsClasses: false,
    precedence: 2,
    publicFix:
      "reach it from a machine in its VPC, e.g. by an SSH tunnel through a bastion; publicly_accessible = true would put it on the internet",
    drawing: { showsAddress: false, begins: false },
  },
};
