/**
 * Why packets do not arrive, as codes: those of AWS's Reachability Analyzer where it has one, ours begin with `NET_`.
 * @see https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export const BLOCKER_CODES = {
  BAD_STATE_ROUTE:
    "The route that is taken leads to something that is not there, not attached or not accepted.",
  DISCONNECTED_VPCS: "Nothing joins the two VPCs on this way; peering is not transitive.",
  ELBV2_LISTENERS_MISMATCH: "The load balancer has no listener for the traffic.",
  ELBV2_LISTENER_HAS_NO_TG: "The listener forwards to no target group.",
  ENI_SG_RULES_MISMATCH: "No rule of the interface's security groups lets the traffic pass.",
  ENI_SOURCE_DEST_CHECK_RESTRICTION:
    "The interface drops packets that are not addressed to it: its source/destination check is on.",
  IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: "What the internet addresses has no public address.",
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS:
    "The sender has no public address, and its route leads to an internet gateway.",
  NO_ROUTE_TO_DESTINATION: "No route leads there.",
  PROTOCOL_RESTRICTION: "The gateway does not pass this protocol.",
  SG_HAS_NO_RULES: "The interface's security groups have no rule in this direction at all.",
  SG_REFERENCES_NOT_PRESERVED:
    "A rule names the sender's security group, and the packet shows an address by which AWS does not know it.",
  SUBNET_ACL_RESTRICTION: "The network ACL of a subnet denies it.",
  TARGET_PORT_RESTRICTION:
    "What is addressed does not answer on this traffic, or is sent other traffic only.",
  UNASSOCIATED_COMPONENT: "Nobody has the address.",
  UNSUPPORTED_COMPONENT: "A part of the way is not modelled: whether it lets the packets pass, nobody knows.",
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED:
    "VPC Block Public Access stops what goes between the subnet and the internet.",
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: "The service behind a gateway endpoint does not answer on this traffic.",
  NET_AMBIGUOUS_REFERENCE: "The input tells that one of several resources is meant, not which.",
  NET_END_POINT_UNKNOWN: "The network has nothing of that name.",
  NET_NAT_TAKES_NOTHING_UNASKED: "A gateway takes no connections from outside.",
  NET_NEITHER_END_IN_NETWORK: "Neither end is in this network, so it does not decide.",
  NET_NO_TARGET: "The network load balancer has no target that it could send to.",
  NET_RETURN_PATH_BLOCKED: "The request arrives, and its reply does not come back.",
  NET_TARGET_REACHES_ITSELF: "A target would get its own address as the client's.",
  NET_UNKNOWN_UNTIL_APPLY: "What decides is not known before apply, or not in the input.",
} as const satisfies Record<string, string>;

export type BlockerCode = keyof typeof BLOCKER_CODES;
