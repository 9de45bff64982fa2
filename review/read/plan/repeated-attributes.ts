/**
 * A refreshed state repeats itself: a security group lists the rules that are resources of their own, a route table its
 * routes, an instance the Elastic IP that an association gives it. A plan carries these lists along as they were, so
 * that a rule which is to be destroyed would still stand in its group. What is repeated is left out here; what nobody's
 * configuration made, e.g. a rule added by hand, stays.
 */

import { typeFacts } from "../../../aws/resource-types";
import { ROUTE_TARGETS } from "../../../aws/types/routing";
import { arrayAt, at, type Json, objectAt, textAt } from "../../../terraform/json";
import {
  blocksOf,
  listOf,
  type NetworkInput,
  type Resource,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { ModuleSources } from "../written/configuration";
import { ConfiguredAttributes } from "./configured-attributes";
import { type Listed, readPlan, readPlanBefore, resourcesIn } from "./plan";

/** The network as a plan will leave it, without what the plan carries along from before. @throws {InputError} as {@link readPlan} */
export function readPlanned(json: Json, place = "plan", sources?: ModuleSources): NetworkInput {
  return withoutOldTargets(json, withoutMirrors(json, readPlan(json, place, sources)));
}

/** The network before the plan is applied. @throws {InputError} as {@link readPlan} */
export function readDeployed(json: Json, place = "plan"): NetworkInput {
  return withoutMirrors(json, readPlanBefore(json, place));
}

/**
 * What a route led to before stays in a plan beside what it is to lead to.
 * @param json the plan that the input was read from
 */
function withoutOldTargets(json: Json, input: NetworkInput): NetworkInput {
  const configured = new ConfiguredAttributes(objectAt(json, "configuration"));
  const resources = input.resources.map((resource) => {
    if (resource.type !== "aws_route") return resource;
    const said = configured.of(resource.address);
    if (!ROUTE_TARGETS.some((name) => said.has(name))) return resource;
    const kept = Object.entries(resource.values).filter(
      ([name]) => !ROUTE_TARGETS.includes(name) || said.has(name),
    );
    return { ...resource, values: Object.fromEntries(kept) };
  });
  return { ...input, resources };
}

/** @param json the plan that the input was read from, or whose state before it is */
function withoutMirrors(json: Json, input: NetworkInput): NetworkInput {
  const state = objectAt(objectAt(objectAt(json, "prior_state"), "values"), "root_module");
  const own = new Standalone(resourcesIn(state));
  const configured = new ConfiguredAttributes(objectAt(json, "configuration"));
  const reduced = input.resources.map((resource) => {
    const names =
      typeFacts(resource.type)?.repeats?.filter((name) => resource.values[name] !== undefined) ?? [];
    if (names.length === 0) return resource;
    const said = configured.of(resource.address);
    const unsaid = names.filter((name) => !said.has(name));
    return unsaid.length === 0 ? resource : reduce(resource, unsaid, own);
  });
  return { ...input, resources: reduced };
}

function reduce(resource: Resource, names: readonly string[], own: Standalone): Resource {
  const values: Record<string, Value | undefined> = { ...resource.values };
  for (const name of names) {
    const left = leftOf(resource, name, own);
    if (left === undefined) delete values[name];
    else values[name] = left;
  }
  return { ...resource, values };
}

/** The value without what other resources state; undefined where nothing is left. */
function leftOf({ type, values }: Resource, name: string, own: Standalone): Value | undefined {
  const id = String(values["id"] ?? "");
  const value = values[name];
  switch (type) {
    case "aws_security_group":
      return blocksOf(value).flatMap((block) => rulesLeft(block, (atom) => own.has(`${name} ${id} ${atom}`)));
    case "aws_network_acl":
      return blocksOf(value).filter((block) => !own.has(`${name} ${id} ${String(block["rule_no"])}`));
    case "aws_route_table":
      return blocksOf(value).filter((block) => !own.has(`route ${id} ${destinationOf(block)}`));
    case "aws_eip":
      return own.has(`held ${id}`) || own.has(`held ${String(values["allocation_id"])}`) ? undefined : value;
    case "aws_instance":
      return own.has(`address ${String(value)}`) ? undefined : value;
    case "aws_autoscaling_group":
      return name === "traffic_source"
        ? blocksOf(value).filter((block) => !own.has(`registered ${id} ${String(block["identifier"])}`))
        : textsIn(value).filter((target) => !own.has(`registered ${id} ${target}`));
    case "aws_network_interface":
      return name === "public_ip" && !own.has(`address ${String(value)}`) ? value : undefined;
  }
  return value;
}

const PEERS = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"];

/** An inline block stands for as many rules as it has peers. */
function rulesLeft(block: Values, isOwn: (atom: string) => boolean): readonly Values[] {
  const ports = portsOf(block["protocol"], block["from_port"], block["to_port"]);
  const bare: Values = { ...block, ...Object.fromEntries(PEERS.map((name) => [name, []])), self: false };
  const left = PEERS.flatMap((name) =>
    listOf(block[name])
      // What is not known is repeated by nothing that is.
      .filter((peer) => typeof peer !== "string" || !isOwn(`${ports} ${peer}`))
      .map((peer): Values => ({ ...bare, [name]: [peer] })),
  );
  const self = block["self"] === true && !isOwn(`${ports} self`) ? [{ ...bare, self: true }] : [];
  return [...left, ...self];
}

function portsOf(protocol: Value | undefined, from: Value | undefined, to: Value | undefined): string {
  const name = PROTOCOLS.get(String(protocol)) ?? String(protocol);
  return name === "-1" ? name : `${name} ${String(from ?? -1)} ${String(to ?? -1)}`;
}

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ["all", "-1"],
  ["6", "tcp"],
  ["17", "udp"],
  ["1", "icmp"],
  ["58", "icmpv6"],
]);

function destinationOf(block: Values): string {
  const names = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];
  return names.map((name) => block[name]).find((text) => typeof text === "string" && text !== "") as string;
}

function textsIn(value: Json | Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

/** What resources of their own state about groups, ACLs, tables and addresses, as keys. */
class Standalone {
  private readonly keys = new Set<string>();

  constructor(listed: readonly Listed[]) {
    for (const { type, values } of listed) for (const key of keysOf(type, values)) this.keys.add(key);
  }

  has(key: string): boolean {
    return this.keys.has(key);
  }
}

function keysOf(type: string, values: Listed["values"]): readonly string[] {
  const text = (name: string): string => textAt(values, name) ?? "";
  switch (type) {
    case "aws_vpc_security_group_ingress_rule":
      return standaloneRule("ingress", values);
    case "aws_vpc_security_group_egress_rule":
      return standaloneRule("egress", values);
    case "aws_security_group_rule":
      return olderRule(values);
    case "aws_network_acl_rule":
      return [
        `${at(values, "egress") === true ? "egress" : "ingress"} ${text("network_acl_id")} ${String(at(values, "rule_number"))}`,
      ];
    case "aws_route": {
      const destinations = [
        "destination_cidr_block",
        "destination_ipv6_cidr_block",
        "destination_prefix_list_id",
      ];
      return destinations.flatMap((name) =>
        text(name) === "" ? [] : [`route ${text("route_table_id")} ${text(name)}`],
      );
    }
    case "aws_eip_association":
    case "aws_nat_gateway":
      return [`held ${text("allocation_id")}`, `address ${text("public_ip")}`];
    case "aws_autoscaling_attachment":
      return [`registered ${text("autoscaling_group_name")} ${text("lb_target_group_arn")}`];
    case "aws_autoscaling_traffic_source_attachment":
      return arrayAt(values, "traffic_source").map(
        (source) => `registered ${text("autoscaling_group_name")} ${textAt(source, "identifier") ?? ""}`,
      );
  }
  return [];
}

function standaloneRule(direction: string, values: Listed["values"]): readonly string[] {
  const ports = portsOf(
    at(values, "ip_protocol") as Value,
    at(values, "from_port") as Value,
    at(values, "to_port") as Value,
  );
  const group = textAt(values, "security_group_id") ?? "";
  const peers = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  return peers.flatMap((name) => {
    const peer = textAt(values, name);
    if (peer === undefined) return [];
    return [`${direction} ${group} ${ports} ${peer === group ? "self" : peer}`];
  });
}

function olderRule(values: Listed["values"]): readonly string[] {
  const direction = textAt(values, "type") ?? "";
  const group = textAt(values, "security_group_id") ?? "";
  const ports = portsOf(
    at(values, "protocol") as Value,
    at(values, "from_port") as Value,
    at(values, "to_port") as Value,
  );
  const peers = [
    ...["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].flatMap((name) =>
      textsIn(arrayAt(values, name)),
    ),
    ...[textAt(values, "source_security_group_id")].flatMap((peer) => (peer === undefined ? [] : [peer])),
    ...(at(values, "self") === true ? ["self"] : []),
  ];
  return peers.map((peer) => `${direction} ${group} ${ports} ${peer === group ? "self" : peer}`);
}
