/** Network ACLs: the numbered rules of each direction, lowest number first. */

import { type AddressSet, allAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { intervals } from "../../../net/interval-set";
import { allTraffic, ofRule, type TrafficSet } from "../../../net/traffic-set";
import {
  blocksOf,
  isTrue,
  isUnknown,
  numberOf,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Key, NetworkAcl, NetworkAclRule } from "../../network/network";
import { addressesOf, elementsOf, type Lookup } from "../../network/resource-lookup";

/** AWS's own last rule, which denies what no other rule matched. */
const LAST = 32_767;

export function buildAcls(lookup: Lookup): ReadonlyMap<Key, NetworkAcl> {
  const drafts = new Map<Key, { rules: NetworkAclRule[]; unknowns: Unknown[] }>();
  const all = lookup.all("aws_network_acl", "aws_default_network_acl");
  for (const resource of all) drafts.set(resource.address, inline(lookup, resource));
  for (const resource of lookup.all("aws_network_acl_rule")) {
    const draft = drafts.get(lookup.key(resource, "network_acl_id") ?? "");
    if (draft === undefined) continue;
    const rule = ruleOf(
      lookup,
      resource.values,
      isTrue(resource.values["egress"]) ? "out" : "in",
      resource.address,
    );
    if (rule instanceof Unknown) draft.unknowns.push(rule);
    else draft.rules.push(rule);
  }
  return new Map(
    all.map((resource) => {
      const { rules = [], unknowns = [] } = drafts.get(resource.address) ?? {};
      const vpc = lookup.key(resource, "vpc_id");
      const sorted = [...rules].sort((a, b) => a.number - b.number);
      return [
        resource.address,
        {
          key: resource.address,
          name: resource.name,
          rules: sorted,
          unknowns,
          ...given({ vpc }),
        },
      ];
    }),
  );
}

function inline(lookup: Lookup, resource: Resource): { rules: NetworkAclRule[]; unknowns: Unknown[] } {
  const rules: NetworkAclRule[] = [];
  const unknowns: Unknown[] = [];
  for (const [attribute, direction] of [
    ["ingress", "in"],
    ["egress", "out"],
  ] as const) {
    const elements = elementsOf(resource.values[attribute]);
    if (elements === undefined)
      unknowns.push(lookup.note(new Unknown(`${resource.address}.${attribute}`, "is not known")));
    for (const block of blocksOf(elements)) {
      const rule = ruleOf(lookup, block, direction, resource.address);
      if (rule instanceof Unknown) unknowns.push(rule);
      else rules.push(rule);
    }
  }
  return { rules, unknowns };
}

function ruleOf(
  lookup: Lookup,
  values: Values,
  direction: "in" | "out",
  resource: Key,
): NetworkAclRule | Unknown {
  const number = numberOf(values["rule_number"] ?? values["rule_no"]);
  const action = textOf(values["rule_action"] ?? values["action"]);
  const traffic = trafficOf(values);
  const addresses = addressesIn(lookup, values);
  if (number === undefined || action === undefined || traffic === undefined || addresses === undefined)
    return lookup.note(new Unknown(`${resource}`, "a part of its rule is not known"));
  return {
    number: number < 0 ? LAST : number,
    action: action.toLowerCase() === "allow" ? "allow" : "deny",
    direction,
    traffic,
    addresses,
    resource,
  };
}

function addressesIn(lookup: Lookup, values: Values): AddressSet | undefined {
  const blocks = [values["cidr_block"], values["ipv6_cidr_block"]].map((value) => lookup.literal(value));
  const given = blocks.filter(
    (value): value is Value => value !== undefined && value !== null && value !== "",
  );
  if (given.length === 0) return allAddresses;
  const sets = given.map(addressesOf);
  return sets.some((set) => set === undefined) ? undefined : intervals(sets.flatMap((set) => set ?? []));
}

function trafficOf(values: Values): TrafficSet | undefined {
  const parts = [
    values["protocol"],
    values["from_port"],
    values["to_port"],
    values["icmp_type"],
    values["icmp_code"],
  ];
  if (parts.some((value) => isUnknown(value))) return undefined;
  const protocol =
    typeof values["protocol"] === "number" ? `${values["protocol"]}` : textOf(values["protocol"]);
  if (protocol === undefined) return allTraffic;
  if (["icmp", "1", "icmpv6", "58"].includes(protocol.toLowerCase()))
    return ofRule(protocol, numberOf(values["icmp_type"]) ?? -1, numberOf(values["icmp_code"]) ?? -1);
  const from = numberOf(values["from_port"]);
  const to = numberOf(values["to_port"]);
  // Terraform writes 0 to 0 for a rule without ports, which AWS has for every port of the other protocols.
  return ofRule(protocol, from, to);
}
