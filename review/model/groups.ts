/** Security groups with all their rules: inline, standalone, and of the older `aws_security_group_rule`. */
import { noAddresses } from "../../net/address-set";
import { union } from "../../net/interval-set";
import { allTraffic, ofRule } from "../../net/traffic-set";
import {
  blocksOf,
  isTrue,
  isUnknown,
  listOf,
  numberOf,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
  VariableValue,
} from "../read/resource";
import { addressesOf, elementsOf, type Lookup } from "./lookup";
import type { Group, Key, Peer, Rule, Vpc } from "./network";
import type { PrefixList } from "./prefix-lists";

interface Draft {
  readonly rules: Rule[];
  readonly unknowns: Unknown[];
  standalone: number;
  inline: number;
}

export interface GroupContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly prefixLists: ReadonlyMap<Key, PrefixList>;
}

export interface Groups {
  readonly groups: ReadonlyMap<Key, Group>;
  readonly warnings: readonly string[];
}

export function buildGroups(context: GroupContext): Groups {
  const { lookup } = context;
  const drafts = new Map<Key, Draft>();
  const warnings: string[] = [];
  for (const resource of lookup.all("aws_security_group", "aws_default_security_group")) {
    const draft: Draft = { rules: [], unknowns: [], standalone: 0, inline: 0 };
    drafts.set(resource.address, draft);
    for (const direction of ["ingress", "egress"] as const) addInline(context, draft, resource, direction);
  }
  for (const resource of lookup.all(
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
  ))
    addStandalone(context, drafts, resource);
  for (const resource of lookup.all("aws_security_group_rule")) addOlder(context, drafts, resource);
  const groups = new Map<Key, Group>();
  for (const resource of lookup.all("aws_security_group", "aws_default_security_group")) {
    const { address: key, name } = resource;
    const draft = drafts.get(key);
    if (draft === undefined) continue;
    if (draft.inline > 0 && draft.standalone > 0)
      warnings.push(`${key}: inline rules mixed with standalone rules overwrite each other; use one kind`);
    const vpc = lookup.key(resource, "vpc_id");
    groups.set(key, {
      key,
      name,
      rules: draft.rules,
      unknowns: draft.unknowns,
      ...(vpc === undefined ? {} : { vpc }),
    });
  }
  addUnmanagedDefaults(context, groups);
  return { groups, warnings };
}

/** The default group as AWS makes it, where nobody manages it: everything from itself, everything out. */
export function unmanagedDefault(vpc: Key): Key {
  return `${vpc} default security group`;
}

function addUnmanagedDefaults({ vpcs }: GroupContext, groups: Map<Key, Group>): void {
  for (const vpc of vpcs.values()) {
    if (vpc.defaultGroup !== undefined) continue;
    const key = unmanagedDefault(vpc.key);
    const peer: Peer = { kind: "addresses", set: addressesOf("0.0.0.0/0") ?? noAddresses, text: "0.0.0.0/0" };
    groups.set(key, {
      key,
      name: "default",
      vpc: vpc.key,
      unknowns: [],
      rules: [
        { direction: "in", traffic: allTraffic, peer: { kind: "group", group: key }, resource: key },
        { direction: "out", traffic: allTraffic, peer, resource: key },
      ],
    });
  }
}

function addInline(
  context: GroupContext,
  draft: Draft,
  resource: Resource,
  direction: "ingress" | "egress",
): void {
  const value = resource.values[direction];
  const blocks = elementsOf(value);
  if (blocks === undefined) {
    if (value instanceof Unknown) draft.unknowns.push(context.lookup.note(value));
    return;
  }
  for (const element of blocks)
    if (isUnknown(element))
      draft.unknowns.push(
        context.lookup.note(new Unknown(`${resource.address}.${direction}`, "is not known")),
      );
  for (const block of blocksOf(blocks)) {
    draft.inline += 1;
    draft.rules.push(
      ...oldRules(context, block, direction === "ingress" ? "in" : "out", resource.address, resource.address),
    );
  }
}

function addStandalone(context: GroupContext, drafts: ReadonlyMap<Key, Draft>, resource: Resource): void {
  const { values, type, address } = resource;
  const draft = draftOf(context, drafts, resource);
  if (draft === undefined) return;
  draft.standalone += 1;
  const direction = type === "aws_vpc_security_group_ingress_rule" ? "in" : "out";
  const protocol = values["ip_protocol"];
  const traffic = trafficOf(protocol, values["from_port"], values["to_port"], address);
  for (const peer of standalonePeers(context, values, address))
    draft.rules.push({ direction, ...traffic, peer, resource: address });
}

function standalonePeers(context: GroupContext, values: Values, place: Key): readonly Peer[] {
  const cidrs = [values["cidr_ipv4"], values["cidr_ipv6"]];
  // One variable of addresses, in the attribute of either family: the same addresses, said once.
  const variable = cidrs.find((value) => value instanceof VariableValue);
  if (variable instanceof VariableValue) return [{ kind: "variable", name: variable.name }];
  return [
    ...cidrs.flatMap((value) => cidrPeers(context, value, place)),
    ...listPeers(context, values["prefix_list_id"], place),
    ...groupPeers(context, values["referenced_security_group_id"], `${place}.referenced_security_group_id`),
  ];
}

function addOlder(context: GroupContext, drafts: ReadonlyMap<Key, Draft>, resource: Resource): void {
  const draft = draftOf(context, drafts, resource);
  if (draft === undefined) return;
  draft.standalone += 1;
  const { values, address } = resource;
  const group = context.lookup.key(resource, "security_group_id") ?? "";
  draft.rules.push(...oldRules(context, values, values["type"] === "egress" ? "out" : "in", address, group));
}

function draftOf(
  context: GroupContext,
  drafts: ReadonlyMap<Key, Draft>,
  resource: Resource,
): Draft | undefined {
  const found = context.lookup.find(
    resource.values["security_group_id"],
    `${resource.address}.security_group_id`,
  );
  if (found.kind === "resource") {
    const vpc = context.vpcs.get(found.resource.address);
    return drafts.get(vpc?.defaultGroup ?? found.resource.address);
  }
  // The rule of a group that cannot be told may open any group.
  if (found.kind === "unknown" && resource.values["security_group_id"] instanceof Unknown)
    for (const draft of drafts.values()) draft.unknowns.push(found.unknown);
  return undefined;
}

/** A rule with lists of peers, as blocks inside a group and `aws_security_group_rule` have them. */
function oldRules(
  context: GroupContext,
  values: Values,
  direction: "in" | "out",
  resource: Key,
  group: Key,
): readonly Rule[] {
  const traffic = trafficOf(values["protocol"], values["from_port"], values["to_port"], resource);
  const peers: Peer[] = [
    ...manyPeers(values["cidr_blocks"], (value) => cidrPeers(context, value, resource)),
    ...manyPeers(values["ipv6_cidr_blocks"], (value) => cidrPeers(context, value, resource)),
    ...manyPeers(values["prefix_list_ids"], (value) => listPeers(context, value, resource)),
    ...manyPeers(values["security_groups"], (value) =>
      groupPeers(context, value, `${resource}.security_groups`),
    ),
    ...groupPeers(context, values["source_security_group_id"], `${resource}.source_security_group_id`),
    ...(isTrue(values["self"]) ? [{ kind: "group", group } as const] : []),
  ];
  return peers.map((peer) => ({ direction, ...traffic, peer, resource }));
}

function manyPeers(value: Value | undefined, peers: (value: Value) => readonly Peer[]): readonly Peer[] {
  if (value instanceof VariableValue) return [{ kind: "variable", name: value.name }];
  if (value instanceof Unknown) return [{ kind: "unknown", unknown: value }];
  return listOf(value).flatMap((each) =>
    isUnknown(each) && each instanceof Unknown ? [{ kind: "unknown", unknown: each } as const] : peers(each),
  );
}

function trafficOf(
  protocol: Value | undefined,
  from: Value | undefined,
  to: Value | undefined,
  place: Key,
): { traffic: Rule["traffic"]; trafficUnknown?: Unknown } {
  const text = typeof protocol === "number" ? `${protocol}` : textOf(protocol);
  const unknownPart = [protocol, from, to].some((value) => isUnknown(value));
  const traffic = text === undefined ? undefined : ofRule(text, numberOf(from), numberOf(to));
  if (traffic !== undefined && !unknownPart) return { traffic };
  const most = text === undefined ? undefined : ofRule(text);
  return {
    traffic: most ?? allTraffic,
    trafficUnknown: new Unknown(`${place}.from_port`, "its protocol or ports are not known"),
  };
}

function cidrPeers(context: GroupContext, value: Value | undefined, place: Key): readonly Peer[] {
  if (value === undefined || value === null || value === "") return [];
  if (value instanceof VariableValue) return [{ kind: "variable", name: value.name }];
  const known = context.lookup.literal(value);
  const set = addressesOf(known);
  if (set !== undefined) return [{ kind: "addresses", set, text: textOf(known) ?? "" }];
  return [
    {
      kind: "unknown",
      unknown: context.lookup.note(
        known instanceof Unknown ? known : new Unknown(place, "the addresses of the rule are not known"),
      ),
    },
  ];
}

function listPeers(context: GroupContext, value: Value | undefined, place: Key): readonly Peer[] {
  const found = context.lookup.find(value, `${place}.prefix_list_id`);
  if (found.kind === "none") return [];
  const list = found.kind === "resource" ? context.prefixLists.get(found.resource.address) : undefined;
  if (list?.addresses !== undefined)
    return [{ kind: "addresses", set: union(list.addresses), text: list.name }];
  const unknown =
    found.kind === "unknown"
      ? found.unknown
      : new Unknown(`${place}.prefix_list_id`, "the entries of the prefix list are not in this input");
  return [{ kind: "unknown", unknown: context.lookup.note(unknown) }];
}

function groupPeers(context: GroupContext, value: Value | undefined, place: string): readonly Peer[] {
  const found = context.lookup.find(value, place);
  if (found.kind === "none") return [];
  if (found.kind === "unknown") return [{ kind: "unknown", unknown: found.unknown }];
  const vpc = context.vpcs.get(found.resource.address);
  if (vpc !== undefined) return [{ kind: "group", group: vpc.defaultGroup ?? unmanagedDefault(vpc.key) }];
  return [{ kind: "group", group: found.resource.address }];
}
