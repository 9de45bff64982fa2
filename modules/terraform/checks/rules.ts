/** Security group rules that AWS refuses only at apply, or takes and never matches. */
import type { Issue } from "../../../net/issue";
import type { JsonObject } from "../../../terraform/json";
import { type Check, resourcesOf } from "./stack-json";

const DIRECTIONS = ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] as const;
const IDENTITY = [
  "security_group_id",
  "ip_protocol",
  "from_port",
  "to_port",
  "cidr_ipv4",
  "cidr_ipv6",
  "prefix_list_id",
  "referenced_security_group_id",
  "for_each",
] as const;

/** A rule that admits exactly what another one admits. */
export const duplicateRules: Check = (json) =>
  DIRECTIONS.flatMap((type) => {
    const seen = new Map<string, string>();
    return resourcesOf(json, type).flatMap(({ address, block }) => {
      const key = JSON.stringify(IDENTITY.map((field) => block[field] ?? null));
      const first = seen.get(key);
      seen.set(key, first ?? address);
      return first === undefined ? [] : [duplicate(address, first)];
    });
  });

function duplicate(path: string, first: string): Issue {
  return {
    code: "rule-duplicate",
    path,
    problem: `admits exactly what ${first} admits, which AWS refuses`,
    fix: "remove one of them",
  };
}

/** A range of ports that ends before it starts. */
export const reversedPorts: Check = (json) =>
  DIRECTIONS.flatMap((type) =>
    resourcesOf(json, type).flatMap(({ address, block }) => {
      const ports = portsOf(block);
      if (ports === undefined || ports[0] <= ports[1]) return [];
      const [from, to] = ports;
      return [
        {
          code: "ports-reversed",
          path: `${address}.from_port`,
          problem: `ports ${from} to ${to} end before they start`,
          fix: `use ${to} to ${from}`,
        },
      ];
    }),
  );

/** The ports of a tcp or udp rule; for ICMP the two fields are type and code, which have no order. */
function portsOf({ ip_protocol, from_port, to_port }: JsonObject): readonly [number, number] | undefined {
  const hasPorts = ip_protocol === "tcp" || ip_protocol === "udp";
  return hasPorts && typeof from_port === "number" && typeof to_port === "number"
    ? [from_port, to_port]
    : undefined;
}
