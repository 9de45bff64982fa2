/** Outside addresses that rules name: each block that is not the whole internet is a source of its own. */
import { formatAddresses, publicAddresses } from "../../../net/address-set";
import { intersect, isEmpty } from "../../../net/interval-set";
import { isEverybody } from "../../../net/own-addresses";
import type { RulePeer } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { Endpoint } from "./lookup";

/** Blocks and unset variables in the rules of groups that some interface has, by name, each once. */
export function namedBlocks(
  network: NetworkModel,
): readonly { readonly name: string; readonly member: Endpoint }[] {
  const used = new Set([...network.interfaces.values()].flatMap(({ groups }) => groups));
  const found = new Map<string, Endpoint>();
  for (const key of used)
    for (const { peer, direction } of network.groups.get(key)?.rules ?? [])
      if (direction === "in") add(found, peer);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => ({ name, member }));
}

function add(found: Map<string, Endpoint>, peer: RulePeer): void {
  if (peer.kind === "variable")
    found.set(peer.name, { kind: "variable", name: peer.name, variable: peer.name });
  if (peer.kind !== "addresses") return;
  const addresses = intersect(peer.set, publicAddresses);
  if (isEmpty(addresses) || isEverybody(addresses)) return;
  const name = formatAddresses(addresses, 2);
  found.set(name, { kind: "outside", name, addresses, isInternet: false });
}
