/** Network ACLs: the numbered rules of each direction, lowest number first. */

import { type AddressSet, allAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { union } from "../../../net/interval-set";
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
import type { Key, NetworkAcl, NetworkAclRule, UncertainAclRule, Vpc } from "../../network/network";
import { addressesOf, elementsOf, type Lookup } from "../../network/resource-lookup";
import { partOf, unmanagedAcl } from "./default-parts";

/** AWS's own last rule, which denies what no other rule matched. */
const LAST = 32_767;

interface Draft {
  readonly rules: NetworkAclRule[];
  readonly uncertain: UncertainAclRule[];
}

export function buildAcls(lookup: Lookup, vpcs: ReadonlyMap<Key, Vpc>): ReadonlyMap<Key, NetworkAcl> {
  const managed = lookup.all("aws_network_acl", "aws_default_network_acl");
  const drafts = new Map<Key, Draft>(managed.map((resource) => [resource.address, inline(lookup, resource)]));
  addStandalone(lookup, vpcs, drafts);
  const finished = ({ rules, uncertain }: Draft): Pick<NetworkAcl, "rules" | "uncertain"> => ({
    rules: [...rules].sort((a, b) => a.number - b.number),
    uncertain,
  });
  const acls = managed.map(({ address: key, name }): NetworkAcl => {
    const resource = lookup.at(key);
    const vpc = resource === undefined ? undefined : lookup.key(resource, "vpc_id");
    return { key, name, ...finished(drafts.get(key) ?? NOTHING), ...given({ vpc }) };
  });
  const unmanaged = [...vpcs.values()].flatMap(({ key: vpc }): readonly NetworkAcl[] => {
    const key = unmanagedAcl(vpc);
    const draft = drafts.get(key);
    return draft === undefined ? [] : [{ key, name: "default network ACL", vpc, ...finished(draft) }];
  });
  return new Map([...acls, ...unmanaged].map((acl) => [acl.key, acl]));
}

const NOTHING: Draft = { rules: [], uncertain: [] };

/** The rules that AWS gives a default ACL: everything of either family, both ways. */
function usualRules(acl: Key): Draft {
  const rules = (["in", "out"] as const).map(
    (direction): NetworkAclRule => ({
      number: 100,
      action: "allow",
      direction,
      traffic: allTraffic,
      addresses: allAddresses,
      resource: acl,
    }),
  );
  return { rules, uncertain: [] };
}

/** Rules of their own; one whose ACL is not resolved may be on each, a default one included. */
function addStandalone(lookup: Lookup, vpcs: ReadonlyMap<Key, Vpc>, drafts: Map<Key, Draft>): void {
  const draftOf = (key: Key): Draft => {
    const draft = drafts.get(key) ?? usualRules(key);
    drafts.set(key, draft);
    return draft;
  };
  for (const { address, values } of lookup.all("aws_network_acl_rule")) {
    const direction = isTrue(values["egress"]) ? "out" : "in";
    const rule = ruleOf(lookup, values, direction, address);
    const found = lookup.find(values["network_acl_id"], `${address}.network_acl_id`);
    if (found.kind === "resource") add(draftOf(partOf(vpcs, found.resource, "defaultAcl")), rule);
    // An id that is told and not in the input is another ACL's.
    if (found.kind !== "unknown" || typeof values["network_acl_id"] === "string") continue;
    for (const vpc of vpcs.values()) if (vpc.defaultAcl === undefined) draftOf(unmanagedAcl(vpc.key));
    // An ACL has one rule of a number in each direction.
    const isTaken = ({ rules }: Draft): boolean =>
      rules.some((each) => each.direction === direction && each.number === rule.number);
    for (const draft of drafts.values())
      if (!isTaken(draft)) draft.uncertain.push({ ...rule, unknown: found.unknown });
  }
}

function add({ rules, uncertain }: Draft, rule: NetworkAclRule | UncertainAclRule): void {
  if ("unknown" in rule) uncertain.push(rule);
  else rules.push(rule);
}

function inline(lookup: Lookup, resource: Resource): Draft {
  const draft: Draft = { rules: [], uncertain: [] };
  for (const [attribute, direction] of [
    ["ingress", "in"],
    ["egress", "out"],
  ] as const) {
    const elements = elementsOf(resource.values[attribute]);
    const isWhole = elements?.some(isUnknown) === false;
    if (!isWhole) {
      const unknown = lookup.note(new Unknown(`${resource.address}.${attribute}`, "is not known"));
      draft.uncertain.push({ ...ANYTHING, direction, resource: resource.address, unknown });
    }
    for (const block of blocksOf(elements)) add(draft, ruleOf(lookup, block, direction, resource.address));
  }
  return draft;
}

const ANYTHING = { number: 0, action: "either", traffic: allTraffic, addresses: allAddresses } as const;

function ruleOf(
  lookup: Lookup,
  values: Values,
  direction: "in" | "out",
  resource: Key,
): NetworkAclRule | UncertainAclRule {
  const told = numberOf(values["rule_number"] ?? values["rule_no"]);
  const number = told === undefined ? undefined : told < 0 ? LAST : told;
  const action = actionOf(values["rule_action"] ?? values["action"]);
  const traffic = trafficOf(values);
  const addresses = addressesIn(lookup, values);
  if (number !== undefined && action !== "either" && traffic !== undefined && addresses.told !== undefined)
    return { number, action, direction, traffic, addresses: addresses.told, resource };
  return {
    number: number ?? ANYTHING.number,
    action,
    direction,
    traffic: traffic ?? allTraffic,
    addresses: addresses.most,
    resource,
    unknown: lookup.note(new Unknown(resource, "a part of its rule is not known")),
  };
}

function actionOf(value: Value | undefined): UncertainAclRule["action"] {
  const action = textOf(value);
  if (action === undefined) return "either";
  return action.toLowerCase() === "allow" ? "allow" : "deny";
}

/** The addresses that a rule is about, and the most that they can be. */
function addressesIn(
  lookup: Lookup,
  values: Values,
): { readonly told?: AddressSet; readonly most: AddressSet } {
  const blocks = [values["cidr_block"], values["ipv6_cidr_block"]].map((value) => lookup.literal(value));
  const stated = blocks.filter(
    (value): value is Value => value !== undefined && value !== null && value !== "",
  );
  if (stated.length === 0) return { told: allAddresses, most: allAddresses };
  const sets = stated.map(addressesOf);
  const most = union(...stated.map((value, i) => sets[i] ?? lookup.mostOf(value)));
  return sets.some((set) => set === undefined) ? { most } : { told: most, most };
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
