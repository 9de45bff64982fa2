/** Target groups of load balancers: the interfaces behind what is registered, one by one or by an Auto Scaling group. */

import { ofFamily } from "../../../net/address-set";
import { given } from "../../../net/given";
import { intersects } from "../../../net/interval-set";
import {
  blocksOf,
  isTrue,
  numberOf,
  type Resource,
  textOf,
  Unknown,
  type Values,
} from "../../../terraform/values";
import type { BalancerTarget, Key, NetworkInterface, TargetGroup } from "../../network/network";
import { addressesOf, type Lookup } from "../../network/resource-lookup";
import { registeredGroups } from "../auto-scaling/scaling-targets";

const TYPES = ["aws_lb_target_group", "aws_alb_target_group"];

export function buildTargetGroups(
  lookup: Lookup,
  interfaces: ReadonlyMap<Key, NetworkInterface>,
): ReadonlyMap<Key, TargetGroup> {
  const targets = targetsByGroup(lookup, interfaces);
  return new Map(
    lookup.all(...TYPES).map(({ address: key, name, values }) => {
      const port = numberOf(values["port"]);
      const protocol = textOf(values["protocol"]) ?? "HTTP";
      const check = blocksOf(values["health_check"])[0]?.["port"];
      const healthPort = numberOf(check);
      return [
        key,
        {
          key,
          name,
          protocol,
          keepsClient: keepsClient(values, protocol),
          targets: (targets.get(key) ?? []).map((target) => ({
            ...target,
            port: target.port || (port ?? 0),
          })),
          ...given({ port, healthPort, crossZone: crossZoneOf(values) }),
        },
      ];
    }),
  );
}

function crossZoneOf({ load_balancing_cross_zone_enabled: said }: Values): boolean | undefined {
  if (typeof said === "boolean") return said;
  return said === "true" || said === "false" ? said === "true" : undefined;
}

/**
 * Whether a network load balancer hands on the client's address when nothing is said.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#client-ip-preservation
 */
function keepsClient(values: Values, protocol: string): boolean {
  if (protocol === "HTTP" || protocol === "HTTPS") return false;
  const said = values["preserve_client_ip"];
  if (typeof said === "boolean" || said === "true" || said === "false") return isTrue(said);
  if (protocol === "UDP" || protocol === "TCP_UDP") return true;
  return (textOf(values["target_type"]) ?? "instance") === "instance";
}

function targetsByGroup(
  lookup: Lookup,
  interfaces: ReadonlyMap<Key, NetworkInterface>,
): ReadonlyMap<Key, readonly BalancerTarget[]> {
  const byGroup = new Map<Key, BalancerTarget[]>();
  const add = (group: Key, target: BalancerTarget): void => {
    const list = byGroup.get(group);
    if (list === undefined) byGroup.set(group, [target]);
    else list.push(target);
  };
  for (const resource of lookup.all("aws_lb_target_group_attachment", "aws_alb_target_group_attachment")) {
    const group = lookup.find(resource.values["target_group_arn"], `${resource.address}.target_group_arn`);
    const target = targetOf(lookup, interfaces, resource);
    if (group.kind === "resource") add(group.resource.address, target);
    // An ARN that is told and not in the input is another group's.
    if (group.kind !== "unknown" || typeof resource.values["target_group_arn"] === "string") continue;
    for (const each of lookup.all(...TYPES))
      add(each.address, { interfaces: [], port: target.port, unknown: group.unknown });
  }
  for (const { targetGroup, scaling, unknown } of registeredGroups(lookup)) {
    const members = [...interfaces.values()].filter(({ owner }) => owner === scaling);
    for (const { key } of members) add(targetGroup, { interfaces: [key], port: 0 });
    if (members.length === 0) add(targetGroup, { interfaces: [], port: 0, unknown });
  }
  return byGroup;
}

function targetOf(
  lookup: Lookup,
  interfaces: ReadonlyMap<Key, NetworkInterface>,
  resource: Resource,
): BalancerTarget {
  const port = numberOf(resource.values["port"]) ?? 0;
  const value = lookup.literal(resource.values["target_id"]);
  const ip = addressesOf(value);
  if (ip !== undefined) {
    const behind = [...interfaces.values()].filter(
      ({ private4 }) => private4?.exact === true && intersects(ofFamily(private4.set, 4), ip),
    );
    return { interfaces: behind.map(({ key }) => key), port };
  }
  const found = lookup.find(value, `${resource.address}.target_id`);
  if (found.kind !== "resource")
    return { interfaces: [], port, unknown: new Unknown(`${resource.address}.target_id`, "is not known") };
  const owned = [...interfaces.values()].filter(
    ({ owner, key }) => owner === found.resource.address || key === found.resource.address,
  );
  return { interfaces: owned.slice(0, 1).map(({ key }) => key), port };
}
