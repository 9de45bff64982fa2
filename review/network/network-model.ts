/** A network as its packets see it, neutral of where it was read from; what is not known is said, never left out. */
import type { AddressSet } from "../../net/address-set";
import type { Unknown, Value } from "../../terraform/values";
import type {
  PeeringConnection,
  TransitGatewayAttachment,
  TransitGatewayPeering,
  TransitGatewayRouteTable,
} from "./connections";
import type {
  Balancer,
  GatewayEndpoint,
  Key,
  NetworkAcl,
  NetworkInterface,
  SecurityGroup,
  SubnetModel,
  TargetGroup,
  Unmodelled,
  Unplaced,
  Vpc,
} from "./network";
import type { RouteTable } from "./routes";

export interface NetworkModel {
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly subnets: ReadonlyMap<Key, SubnetModel>;
  readonly tables: ReadonlyMap<Key, RouteTable>;
  readonly groups: ReadonlyMap<Key, SecurityGroup>;
  readonly acls: ReadonlyMap<Key, NetworkAcl>;
  readonly interfaces: ReadonlyMap<Key, NetworkInterface>;
  /** Ends of which not every subnet is known: they exist, and what cannot be said about them is unknown. */
  readonly unplaced: readonly Unplaced[];
  readonly unmodelled: readonly Unmodelled[];
  readonly balancers: ReadonlyMap<Key, Balancer>;
  readonly targetGroups: ReadonlyMap<Key, TargetGroup>;
  readonly gatewayEndpoints: ReadonlyMap<Key, GatewayEndpoint>;
  readonly peerings: ReadonlyMap<Key, PeeringConnection>;
  readonly attachments: ReadonlyMap<Key, TransitGatewayAttachment>;
  readonly transitTables: ReadonlyMap<Key, TransitGatewayRouteTable>;
  readonly transitPeerings: ReadonlyMap<Key, TransitGatewayPeering>;
  /** Attachments whose VPC or transit gateway is not known. */
  readonly attachmentsUnknown: readonly Unknown[];
  /** Public addresses that the account has and that nobody uses. */
  readonly idle: AddressSet;
  /** Public addresses that it had: who has them now is not known. */
  readonly released: readonly { readonly addresses: AddressSet; readonly unknown: Unknown }[];
  /** Addresses of AWS services by prefix list name, where the input tells them. */
  readonly serviceLists: readonly { readonly name: string; readonly addresses: AddressSet }[];
  /** Values of variables, by name without `var.`. */
  readonly variables: ReadonlyMap<string, Value | undefined>;
  /** What could not be resolved. */
  readonly unknowns: readonly Unknown[];
  /** Mistakes that do not stop the answer, e.g. inline rules mixed with standalone ones. */
  readonly warnings: readonly string[];
}
