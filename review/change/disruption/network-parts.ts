/** What happens while a VPC, subnet, gateway, route or listener is away. */

import { INTERFACE_KINDS, type InterfaceKind } from "../../../aws/types/interface-kinds";
import { formatTrafficSet } from "../../../net/traffic-set";
import { nameOfAddress } from "../../../terraform/address";
import { mentionsIn } from "../../../terraform/reference";
import type { Key } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { RawChange } from "../versions/comparison";
import type { Consequence, DisruptionContext } from "./context";

/** @returns undefined for a type that is no part of the network itself */
export function networkPartLosses(
  scene: DisruptionContext,
  { change }: RawChange,
): readonly Consequence[] | undefined {
  const { address, type, action } = change;
  const name = nameOfAddress(address);
  const isGone = action === "destroy";
  switch (type) {
    case "aws_vpc":
      return [
        {
          loses: "traffic",
          text: `${name}, the whole VPC, is ${isGone ? "taken down" : "made anew, with everything in it"}`,
        },
      ];
    case "aws_subnet":
      return subnetLoss(scene, address, name, isGone);
    case "aws_internet_gateway":
      return [
        {
          loses: "traffic",
          text: `nothing in the VPC reaches the internet, or is reached from it, ${isGone ? "any more" : "until the new gateway is attached"}`,
        },
      ];
    case "aws_route":
    case "aws_route_table":
    case "aws_route_table_association":
      return isGone
        ? []
        : [{ loses: "traffic", text: `${address} is made anew: packets that follow it are lost meanwhile` }];
    case "aws_eip_association":
      return isGone || scene.going.has(ownerOf(scene, address))
        ? []
        : [{ loses: "traffic", text: `${name} is without its public address meanwhile` }];
  }
  return undefined;
}

function subnetLoss(
  { before }: DisruptionContext,
  address: Key,
  name: string,
  isGone: boolean,
): readonly Consequence[] {
  // Balancers and databases stand in several subnets, and live on in the others.
  const inside = [...before.interfaces.values()].filter(
    ({ subnet, kind }) => subnet === address && hasOnePlace(kind),
  );
  if (inside.length === 0) return [];
  const names = [...new Set(inside.map((one) => one.name))].join(", ");
  return [
    {
      loses: "traffic",
      text: isGone
        ? `${name} goes, and ${names} with it`
        : `${name} is made anew, and so is what stands in it: ${names}`,
    },
  ];
}

function hasOnePlace(kind: InterfaceKind): boolean {
  const { places } = INTERFACE_KINDS[kind];
  return places === "apart" || places === "single";
}

/** The machine that an Elastic IP is attached to. */
function ownerOf({ changes }: DisruptionContext, address: Key): Key {
  const raw = changes.find(({ change }) => change.address === address);
  const after = raw?.after["instance_id"] ?? raw?.after["network_interface_id"];
  const text = typeof after === "string" ? after : "";
  return mentionsIn(text)[0]?.address ?? address.replace(/^aws_eip_association\./, "aws_instance.");
}

/** The balancer that a listener belongs to. */
export function balancerOf(network: NetworkModel, listener: Key): Key {
  const found = [...network.balancers.values()].find(({ listeners }) =>
    listeners.some(({ resource }) => resource === listener),
  );
  return found?.key ?? "";
}

export function listenerText(network: NetworkModel, listener: Key): string {
  const balancer = network.balancers.get(balancerOf(network, listener));
  const found = balancer?.listeners.find(({ resource }) => resource === listener);
  return balancer === undefined || found === undefined
    ? `${listener} is destroyed: its port is answered by nobody`
    : `${balancer.name} no longer answers on ${formatTrafficSet(found.traffic)}`;
}
