/** NAT gateways, each with the interface that it has in its subnet. */

import { given } from "../../../net/given";
import { textOf } from "../../../terraform/values";
import type { Key, NetworkInterface } from "../../network/network";
import { privateAddress } from "./addresses";
import { isGone } from "./elastic-ips";
import { noOthers, type PlaceContext } from "./network-interfaces";
import { subnetsOf } from "./owner-subnets";

export function buildNats(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup, elastic } = context;
  const nats = new Map<Key, NetworkInterface>();
  for (const resource of lookup.all("aws_nat_gateway")) {
    const { address: key, name, values } = resource;
    if (isGone(textOf(values["state"]))) continue;
    const [subnet] = subnetsOf(context, resource, values["subnet_id"], `${key}.subnet_id`);
    if (subnet === undefined) continue;
    const address = elastic.of(key)[0]?.public4;
    nats.set(key, {
      ...noOthers,
      key,
      name,
      kind: "nat",
      owner: key,
      subnet: subnet.key,
      private4: privateAddress(lookup, values["private_ip"], subnet),
      ...given({ public4: address }),
      groups: [],
      forwards: true,
      checkedBy: key,
      privateNat: values["connectivity_type"] === "private",
    });
  }
  return nats;
}
