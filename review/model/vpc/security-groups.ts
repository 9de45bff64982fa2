/** Security groups with all their rules: inline, standalone, and of the older `aws_security_group_rule`. */

import { noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { allTraffic } from "../../../net/traffic-set";
import { blocksOf, isUnknown, type Resource, Unknown } from "../../../terraform/values";
import type { Key, RulePeer, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { addressesOf, elementsOf } from "../../network/resource-lookup";
import { unmanagedDefault } from "./default-parts";
import {
  type GroupContext,
  groupOf,
  groupsAmong,
  oldRules,
  standalonePeers,
  trafficOf,
} from "./security-group-rules";

interface Draft {
  readonly rules: SecurityGroupRule[];
  readonly unknowns: Unknown[];
  standalone: number;
  inline: number;
}

export interface Groups {
  readonly groups: ReadonlyMap<Key, SecurityGroup>;
  readonly warnings: readonly string[];
}

export function buildGroups(context: GroupContext): Groups {
  const { lookup } = context;
  const managed = lookup.all("aws_security_group", "aws_default_security_group");
  const drafts = new Map<Key, Draft>(unmanagedDefaults(context));
  const warnings: string[] = [];
  for (const resource of managed) {
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
  const groups = new Map<Key, SecurityGroup>();
  for (const resource of managed) {
    const { address: key, name } = resource;
    const draft = drafts.get(key);
    if (draft === undefined) continue;
    if (draft.inline > 0 && draft.standalone > 0)
      warnings.push(`${key}: inline rules mixed with standalone rules overwrite each other; use one kind`);
    const vpc = lookup.key(resource, "vpc_id");
    const { rules, unknowns } = draft;
    groups.set(key, { key, name, rules, unknowns, ...given({ vpc }) });
  }
  for (const { key: vpc } of context.vpcs.values()) {
    const key = unmanagedDefault(vpc);
    const draft = drafts.get(key);
    if (draft !== undefined)
      groups.set(key, { key, name: "default", vpc, rules: draft.rules, unknowns: draft.unknowns });
  }
  return { groups, warnings };
}

/** With the rules that AWS gives them. */
function unmanagedDefaults({ vpcs }: GroupContext): readonly (readonly [Key, Draft])[] {
  const unmanaged = [...vpcs.values()].filter(({ defaultGroup }) => defaultGroup === undefined);
  return unmanaged.map((vpc) => {
    const key = unmanagedDefault(vpc.key);
    const everywhere: RulePeer = {
      kind: "addresses",
      set: addressesOf("0.0.0.0/0") ?? noAddresses,
      text: "0.0.0.0/0",
    };
    const rules: SecurityGroupRule[] = [
      { direction: "in", traffic: allTraffic, peer: { kind: "group", group: key }, resource: key },
      { direction: "out", traffic: allTraffic, peer: everywhere, resource: key },
    ];
    return [key, { rules, unknowns: [], standalone: 0, inline: 0 }];
  });
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
  const direction = type === "aws_vpc_security_group_ingress_rule" ? "in" : "out";
  const traffic = trafficOf(values["ip_protocol"], values["from_port"], values["to_port"], address);
  addTo(context, drafts, resource, () =>
    standalonePeers(context, values, address).map((peer) => ({
      direction,
      ...traffic,
      peer,
      resource: address,
    })),
  );
}

function addOlder(context: GroupContext, drafts: ReadonlyMap<Key, Draft>, resource: Resource): void {
  const { values, address } = resource;
  const direction = values["type"] === "egress" ? "out" : "in";
  addTo(context, drafts, resource, (group) => oldRules(context, values, direction, address, group));
}

/** Adds a rule to its group; where that is not resolved, to each that it may be, as a rule that may be there. */
function addTo(
  context: GroupContext,
  drafts: ReadonlyMap<Key, Draft>,
  { address, values }: Resource,
  rulesOf: (group: Key) => readonly SecurityGroupRule[],
): void {
  const found = context.lookup.find(values["security_group_id"], `${address}.security_group_id`);
  switch (found.kind) {
    case "none":
      return;
    case "resource": {
      const group = groupOf(context.vpcs, found.resource);
      const draft = drafts.get(group);
      if (draft === undefined) return;
      draft.standalone += 1;
      draft.rules.push(...rulesOf(group));
      return;
    }
    case "unknown": {
      const { unknown } = found;
      // An id that is told and not in the input is another group's.
      if (typeof values["security_group_id"] === "string") return;
      for (const group of groupsAmong(context, unknown) ?? drafts.keys())
        drafts.get(group)?.rules.push(...rulesOf(group).map((rule) => ({ ...rule, uncertain: unknown })));
    }
  }
}
