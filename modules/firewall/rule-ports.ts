/** Traffic as the fields of an AWS security group rule. */
import type { Family } from "../../net/ip";
import type { Traffic } from "../../net/traffic";

/**
 * The fields of a rule that say what is let through.
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule
 */
export interface PortFields {
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
}

/** In ICMP rules `from_port` is the type and `to_port` the code, -1 being any. Echo requests are type 8, in ICMPv6 128. */
export function portFields(traffic: Traffic, family: Family): PortFields {
  switch (traffic.protocol) {
    case "all":
      return { ipProtocol: "-1" }; // with ports given, AWS forgets them and every plan shows a change
    case "icmp": {
      const echo = family === 4 ? 8 : 128;
      return {
        ipProtocol: family === 4 ? "icmp" : "icmpv6",
        fromPort: traffic.type === "echo" ? echo : -1,
        toPort: -1,
      };
    }
    case "tcp":
    case "udp":
      return { ipProtocol: traffic.protocol, fromPort: traffic.ports.from, toPort: traffic.ports.to };
  }
}
