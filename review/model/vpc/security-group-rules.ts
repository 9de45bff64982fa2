/** Rules of security groups: their traffic and their peers, in each of the forms that Terraform has for them. */
import { isEmpty, union } from "../../../net/interval-set";
import { allTraffic, ofRule } from "../../../net/traffic-set";
import {
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
} from "../../../terraform/values";
import type { Key, RulePeer, SecurityGroupRule, Vpc } from "../../network/network";
import { addressesOf, type Lookup } from "../../network/resource-lookup";
import { partOf } from "./default-parts";
import type { PrefixList } from "./prefix-lists";

export interface GroupContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly prefixLists: ReadonlyMap<Key, PrefixList>;
}

export function standalonePeers(context: GroupContext, values: Values, place: Key): readonly RulePeer[] {
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

/** A rule with lists of peers, as blocks inside a group and `aws_security_group_rule` have them. */
export function oldRules(
  context: GroupContext,
  values: Values,
  direction: "in" | "out",
  resource: Key,
  group: Key,
): readonly SecurityGroupRule[] {
  const traffic = trafficOf(values["protocol"], values["from_port"], values["to_port"], resource);
  const peers: RulePeer[] = [
    ...manyPeers(values["cidr_blocks"], (value) => cidrPeers(context, value, resource)),
    ...manyPeers(values["ipv6_cidr_blocks"], (value) => cidrPeers(context, value, resource)),
    ...manyPeers(values["prefix_list_ids"], (value) => listPeers(context, value, resource)),
    ...manyGroups(context, values["security_groups"], `${resource}.security_groups`),
    ...groupPeers(context, values["source_security_group_id"], `${resource}.source_security_group_id`),
    ...selfPeers(values["self"], resource, group),
  ];
  return peers.map((peer) => ({ direction, ...traffic, peer, resource }));
}

function selfPeers(value: Value | undefined, place: Key, group: Key): readonly RulePeer[] {
  if (!isUnknown(value)) return isTrue(value) ? [{ kind: "group", group }] : [];
  const unknown = value instanceof Unknown ? value : new Unknown(`${place}.self`, "is not known");
  return [{ kind: "unknown", unknown, groups: [group] }];
}

function manyPeers(
  value: Value | undefined,
  peers: (value: Value) => readonly RulePeer[],
): readonly RulePeer[] {
  if (value instanceof VariableValue) return [{ kind: "variable", name: value.name }];
  if (value instanceof Unknown) return [{ kind: "unknown", unknown: value }];
  return listOf(value).flatMap((each) => peers(each));
}

function manyGroups(context: GroupContext, value: Value | undefined, place: string): readonly RulePeer[] {
  return (isUnknown(value) ? [value] : listOf(value)).flatMap((each) => groupPeers(context, each, place));
}

export function trafficOf(
  protocol: Value | undefined,
  from: Value | undefined,
  to: Value | undefined,
  place: Key,
): { traffic: SecurityGroupRule["traffic"]; uncertain?: Unknown } {
  const text = typeof protocol === "number" ? `${protocol}` : textOf(protocol);
  const unknownPart = [protocol, from, to].some((value) => isUnknown(value));
  const traffic = text === undefined ? undefined : ofRule(text, numberOf(from), numberOf(to));
  if (traffic !== undefined && !unknownPart) return { traffic };
  const most = text === undefined ? undefined : ofRule(text);
  return {
    traffic: most ?? allTraffic,
    uncertain: new Unknown(`${place}.from_port`, "its protocol or ports are not known"),
  };
}

function cidrPeers(context: GroupContext, value: Value | undefined, place: Key): readonly RulePeer[] {
  if (value === undefined || value === null || value === "") return [];
  if (value instanceof VariableValue) return [{ kind: "variable", name: value.name }];
  const known = context.lookup.literal(value);
  const set = addressesOf(known);
  if (set !== undefined) return [{ kind: "addresses", set, text: textOf(known) ?? "" }];
  return [
    {
      kind: "unknown",
      most: context.lookup.mostOf(known),
      unknown: context.lookup.note(
        known instanceof Unknown ? known : new Unknown(place, "the addresses of the rule are not known"),
      ),
    },
  ];
}

function listPeers(context: GroupContext, value: Value | undefined, place: Key): readonly RulePeer[] {
  const found = context.lookup.find(value, `${place}.prefix_list_id`);
  if (found.kind === "none") return [];
  const list = found.kind === "resource" ? context.prefixLists.get(found.resource.address) : undefined;
  if (list?.addresses !== undefined)
    return [{ kind: "addresses", set: union(list.addresses), text: list.name }];
  if (list?.entries !== undefined) {
    const { known, most, unknown } = list.entries;
    const sure = isEmpty(known) ? [] : [{ kind: "addresses", set: known, text: list.name } as const];
    return [...sure, { kind: "unknown", unknown: context.lookup.note(unknown), most }];
  }
  const unknown =
    found.kind === "unknown"
      ? found.unknown
      : new Unknown(`${place}.prefix_list_id`, "the entries of the prefix list are not in this input");
  return [{ kind: "unknown", unknown: context.lookup.note(unknown) }];
}

function groupPeers(context: GroupContext, value: Value | undefined, place: string): readonly RulePeer[] {
  const found = context.lookup.find(value, place);
  if (found.kind === "none") return [];
  if (found.kind === "resource") return [{ kind: "group", group: groupOf(context.vpcs, found.resource) }];
  const { unknown } = found;
  return [{ kind: "unknown", unknown, groups: groupsAmong(context, unknown) ?? "any" }];
}

/** `aws_vpc.main.default_security_group_id` means the VPC's default group. */
export function groupOf(vpcs: ReadonlyMap<Key, Vpc>, resource: Resource): Key {
  return partOf(vpcs, resource, "defaultGroup");
}

/** The groups that something not known is among; undefined where it may be any. */
export function groupsAmong(
  { lookup, vpcs }: Pick<GroupContext, "lookup" | "vpcs">,
  { attribute, among }: Unknown,
): readonly Key[] | undefined {
  const found = among?.map((reference) => lookup.find(reference, attribute));
  return found?.every((each) => each.kind === "resource") === true
    ? found.map(({ resource }) => groupOf(vpcs, resource))
    : undefined;
}
