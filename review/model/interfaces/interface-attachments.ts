/** Which network interfaces are attached to which instance, and which of them comes first. */
import { blocksOf, type Resource, type Value } from "../../../terraform/values";
import type { Key } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";

/** A network interface and the instance it is attached to. */
export interface Attached {
  readonly instance?: Resource;
  /** How many interfaces the instance has. */
  readonly siblings: number;
  readonly primary: boolean;
}

const BLOCKS = ["network_interface", "primary_network_interface", "attachment"] as const;

/** By the address of the interface. */
export function attachments(lookup: Lookup): ReadonlyMap<Key, Attached> {
  const pairs: { eni: Key; instance: Resource; index: number }[] = [];
  const add = (
    eni: Value | undefined,
    instance: Value | undefined | Resource,
    index: Value | undefined,
    place: string,
  ): void => {
    const network = lookup.find(eni, place);
    const machineFound = isResource(instance) ? instance : resourceOf(lookup, instance, place);
    if (
      network.kind === "resource" &&
      network.resource.type === "aws_network_interface" &&
      machineFound !== undefined
    )
      pairs.push({ eni: network.resource.address, instance: machineFound, index: Number(index ?? 0) });
  };
  for (const instance of lookup.all("aws_instance"))
    for (const name of BLOCKS.slice(0, 2))
      for (const block of blocksOf(instance.values[name]))
        add(block["network_interface_id"], instance, block["device_index"], `${instance.address}.${name}`);
  for (const { address, values } of lookup.all("aws_network_interface_attachment"))
    add(values["network_interface_id"], values["instance_id"], values["device_index"], address);
  for (const { address, values } of lookup.all("aws_network_interface"))
    for (const block of blocksOf(values["attachment"]))
      add(
        lookup.at(address) === undefined ? undefined : (values["id"] ?? undefined),
        block["instance"],
        block["device_index"],
        `${address}.attachment`,
      );
  return attachedBy(pairs);
}

function attachedBy(
  pairs: readonly { eni: Key; instance: Resource; index: number }[],
): ReadonlyMap<Key, Attached> {
  const count = new Map<Key, Set<Key>>();
  for (const { eni, instance } of pairs)
    count.set(instance.address, (count.get(instance.address) ?? new Set<Key>()).add(eni));
  const lowest = new Map<Key, number>();
  for (const { instance, index } of pairs)
    lowest.set(instance.address, Math.min(index, lowest.get(instance.address) ?? index));
  return new Map(
    pairs.map(({ eni, instance, index }) => {
      const own = index > 0 && lowest.get(instance.address) !== 0;
      const siblings = (count.get(instance.address)?.size ?? 1) + (own ? 1 : 0);
      return [eni, { instance, siblings, primary: index === 0 }];
    }),
  );
}

function resourceOf(lookup: Lookup, value: Value | undefined, place: string): Resource | undefined {
  const found = lookup.find(value, place);
  return found.kind === "resource" ? found.resource : undefined;
}

function isResource(value: Value | undefined | Resource): value is Resource {
  return typeof value === "object" && value !== null && "address" in value && "values" in value;
}
