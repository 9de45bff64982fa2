/** What happens while an instance, a network interface or a NAT is away. */

import { isInstanceOf, nameOfAddress } from "../../../terraform/address";
import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import { destroys, type RawChange } from "../versions/comparison";
import type { Consequence, DisruptionContext } from "./context";

/** Attributes that the provider changes by stopping the instance and starting it again. */
const STOPS = ["instance_type", "user_data", "user_data_base64", "ebs_optimized", "cpu_options"];

export function machineLosses(scene: DisruptionContext, { change }: RawChange): readonly Consequence[] {
  const name = nameOfAddress(change.address);
  const ways = destroys(change.action) ? waysOut(scene, change.address) : [];
  if (
    change.type === "aws_instance" &&
    change.action === "update" &&
    change.attributes.some((each) => STOPS.includes(each))
  )
    return [stopsText(scene, change.address, name)];
  if (!destroys(change.action)) return [];
  if (isNat(scene.before, change.address)) return ways;
  if (change.type !== "aws_instance") return [];
  const meanwhile = requestsText(scene, change.address);
  return [
    {
      loses: "data",
      text:
        change.action === "destroy"
          ? `${name} is destroyed with what is on its disks${meanwhile}`
          : `${name} is made anew: what is on its disks is lost, and nobody reaches it until it has booted${meanwhile}`,
    },
  ];
}

function stopsText({ before }: DisruptionContext, address: string, name: string): Consequence {
  const nat = isNat(before, address)
    ? `, and ${served(before, address)
        .map((each) => each.name)
        .join(", ")} has no way out`
    : "";
  return {
    loses: "traffic",
    text: `${name} is stopped and started again: it answers nobody meanwhile${nat}`,
  };
}

function isNat(network: NetworkModel, address: Key): boolean {
  return interfacesAt(network, address).some(
    ({ kind, forwards }) => kind === "nat" || (kind === "machine" && forwards),
  );
}

function interfacesAt(network: NetworkModel, address: Key): readonly NetworkInterface[] {
  const is = (key: Key): boolean => isInstanceOf(key, address);
  return [...network.interfaces.values()].filter(({ key, owner }) => is(key) || is(owner));
}

/** The subnets whose packets for elsewhere go through it. */
function served(network: NetworkModel, address: Key): readonly SubnetModel[] {
  const keys = new Set(interfacesAt(network, address).map(({ key }) => key));
  return [...network.subnets.values()].filter((subnet) =>
    network.tables
      .get(subnet.table ?? "")
      ?.routes.some(({ target }) => target.kind === "interface" && keys.has(target.key)),
  );
}

/** What replaces the way out of each subnet that it served. */
function waysOut({ before, after }: DisruptionContext, address: Key): readonly Consequence[] {
  return served(before, address).flatMap((subnet): readonly Consequence[] => {
    if (after?.subnets.has(subnet.key) !== true) return [];
    const next = nextWay(after, subnet.key);
    return [
      {
        loses: "traffic",
        text:
          next === undefined
            ? `${subnet.name} loses its way out`
            : `${subnet.name} has no way out until the new ${next} is up`,
      },
    ];
  });
}

function nextWay(after: NetworkModel, subnet: Key): string | undefined {
  const routes = after.tables.get(after.subnets.get(subnet)?.table ?? "")?.routes ?? [];
  for (const { target } of routes) {
    if (target.kind === "internet") return "route to the internet gateway";
    if (target.kind !== "interface") continue;
    return after.interfaces.get(target.key)?.kind === "nat" ? "NAT gateway" : "NAT instance";
  }
  return undefined;
}

/** Of a server behind a balancer: who serves in its place. */
function requestsText({ before, going }: DisruptionContext, address: Key): string {
  const own = new Set(interfacesAt(before, address).map(({ key }) => key));
  for (const group of before.targetGroups.values()) {
    const targets = group.targets.flatMap(({ interfaces }) => interfaces);
    if (!targets.some((key) => own.has(key))) continue;
    const others = targets.flatMap((key) => {
      const one = before.interfaces.get(key);
      return one === undefined || own.has(key) || going.has(one.owner) ? [] : [one.name];
    });
    return others.length === 0
      ? "; nobody serves the balancer's requests meanwhile"
      : `; ${[...new Set(others)].join(", ")} ${others.length === 1 ? "serves" : "serve"} the balancer's requests meanwhile`;
  }
  return "";
}
