/** Security groups with all their rules: inline, standalone, and of the older `aws_security_group_rule`. */

import { noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { allTraffic } from "../../../net/traffic-set";
import { blocksOf, isUnknown, type Resource, Unknown } from "../../../terraform/values";
import type { Key, RulePeer, SecurityGroup, SecurityGroupRule } from "../../network/network";
import { addressesOf, elementsOf } from "../../network/resource-lookup";
import {
  type GroupContext,
  oldRules,
  standalonePeers,
  trafficOf,
  unmanagedDefault,
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
  const groups = new Map<Key, SecurityGroup>();
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
      ...given({ vpc }),
    });
  }
  addUnmanagedDefaults(context, groups);
  return { groups, warnings };
}

function addUnmanagedDefaults({ vpcs }: GroupContext, groups: Map<Key, SecurityGroup>): void {
  for (const vpc of vpcs.values()) {
    if (vpc.defaultGroup !== undefined) continue;
    const key = unmanagedDefault(vpc.key);
    const peer: RulePeer = {
      kind: "addresses",
      set: addressesOf("0.0.0.0/0") ?? noAddresses,
      text: "0.0.0.0/0",
    };
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
