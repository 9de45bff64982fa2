/** Elastic IPs: which resource each of them is attached to. */
import type { Resource } from "../../../terraform/values";
import type { Addresses, Key } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";
import { publicAddress } from "./addresses";

/** By the instance, network interface or NAT gateway that has the address. */
export function elasticAddresses(lookup: Lookup): ReadonlyMap<Key, Addresses> {
  const found = new Map<Key, Addresses>();
  const attach = (owner: Key | undefined, eip: Resource | undefined, told: Resource): void => {
    if (owner !== undefined)
      found.set(owner, publicAddress(lookup, told.values["public_ip"] ?? eip?.values["public_ip"]));
  };
  for (const eip of lookup.all("aws_eip"))
    attach(lookup.key(eip, "network_interface") ?? lookup.key(eip, "instance"), eip, eip);
  for (const association of lookup.all("aws_eip_association")) {
    const eip = lookup.at(lookup.key(association, "allocation_id") ?? "");
    const owner = lookup.key(association, "network_interface_id") ?? lookup.key(association, "instance_id");
    attach(owner, eip, association);
  }
  for (const nat of lookup.all("aws_nat_gateway")) {
    const eip = lookup.at(lookup.key(nat, "allocation_id") ?? "");
    if (eip !== undefined || nat.values["allocation_id"] !== undefined) attach(nat.address, eip, nat);
  }
  return found;
}
