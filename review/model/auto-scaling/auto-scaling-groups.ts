/** Auto Scaling groups: in each of their subnets one interface, which stands for the machines that run there. */

import { given } from "../../../net/given";
import { numberOf, type Resource, Unknown } from "../../../terraform/values";
import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import { addressesIn, ipv6Address, publicAsStated } from "../interfaces/addresses";
import { groupsOf, noOthers, type PlaceContext } from "../interfaces/network-interfaces";
import { subnetsOf } from "../interfaces/owner-subnets";
import { type LaunchSettings, launchSettings } from "./launch-templates";

/**
 * `describe-*` output has the machines themselves: there the groups are not read.
 * How many machines run is not asked: one more or less in a subnet changes nothing for packets.
 */
export function buildScaling(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const interfaces = new Map<Key, NetworkInterface>();
  for (const group of context.lookup.all("aws_autoscaling_group")) {
    const settings = launchSettings(context.lookup, group);
    const attribute = "vpc_zone_identifier";
    const subnets = subnetsOf(context, group, group.values[attribute], `${group.address}.${attribute}`);
    const names = namesIn(group.name, subnets);
    subnets.forEach((subnet, i) => {
      const made = member(context, group, settings, subnet, names[i] ?? group.name);
      interfaces.set(made.key, made);
    });
  }
  return interfaces;
}

/** `fleet` in one subnet; in several `fleet_a`, `fleet_c` by zone, or by the subnets' names where zones do not tell. */
function namesIn(name: string, subnets: readonly SubnetModel[]): readonly string[] {
  if (subnets.length < 2) return subnets.map(() => name);
  const letters = subnets.map(({ zone }) => /[a-z]$/.exec(zone ?? "")?.[0]);
  const isTold = letters.every((each) => each !== undefined) && new Set(letters).size === letters.length;
  return subnets.map((subnet, i) => (isTold ? `${name}_${letters[i]}` : `${name}[${subnet.name}]`));
}

function member(
  context: PlaceContext,
  group: Resource,
  settings: LaunchSettings,
  subnet: SubnetModel,
  name: string,
): NetworkInterface {
  const isIdle = [group.values["max_size"], group.values["desired_capacity"]].some((n) => numberOf(n) === 0);
  return {
    ...noOthers,
    key: `${group.address} in ${subnet.key}`,
    name,
    kind: "machine",
    owner: group.address,
    subnet: subnet.key,
    private4: { set: addressesIn(subnet), exact: false },
    ...(settings instanceof Unknown
      ? { groups: [], groupsUnknown: settings, publicUnknown: settings }
      : settled(context, settings, subnet)),
    checkedBy: settings instanceof Unknown ? group.address : settings.address,
    stopped: isIdle,
    autoScaled: true,
  };
}

function settled(
  context: PlaceContext,
  settings: Resource,
  subnet: SubnetModel,
): Pick<NetworkInterface, "groups" | "groupsUnknown" | "public4" | "publicUnknown" | "address6"> {
  const attribute = "associate_public_ip_address";
  const address6 = ipv6Address(context.lookup, settings, subnet);
  return {
    ...groupsOf(context, settings, subnet, ["security_groups"]),
    ...publicAsStated(context.lookup, settings.values[attribute], subnet, `${settings.address}.${attribute}`),
    ...given({ address6 }),
  };
}
