/** What carries packets and is not modelled: it is in the network by name, and nobody knows what it reaches. */

import { attributesOf } from "../../aws/resource-types";
import { namesSubnets } from "../../aws/unmodelled-types";
import { type AddressSet, ofIp } from "../../net/address-set";
import { given } from "../../net/given";
import { union } from "../../net/interval-set";
import { parseIp } from "../../net/ip";
import { isList, isValues, type Resource, textOf, Unknown, type Value } from "../../terraform/values";
import type { Unmodelled } from "../network/network";
import type { PlaceContext } from "./interfaces/network-interfaces";

export function buildUnmodelled(context: PlaceContext): readonly Unmodelled[] {
  return context.lookup.resources
    .filter(({ type }) => attributesOf(type) === undefined)
    .map((resource) => {
      const { address: key, name, type } = resource;
      const addresses = addressesOf(context, resource);
      const unknown = new Unknown(key, key.includes(type) ? "not modelled" : `not modelled: ${type}`);
      return { key, name, unknown, ...given({ addresses }) };
    });
}

/** Its own address where that is told, else those of its subnets; undefined where not all of them are known. */
function addressesOf({ lookup, subnets }: PlaceContext, { values }: Resource): AddressSet | undefined {
  const own = parseIp(textOf(values["private_ip"]) ?? "");
  if (own !== undefined) return ofIp(own);
  const found = subnetValues(values).map((value) => {
    const resource = lookup.resolved(value);
    return resource === undefined ? undefined : subnets.get(resource.address)?.cidrs;
  });
  return found.length > 0 && found.every((each) => each !== undefined) ? union(...found) : undefined;
}

/** What attributes of subnets hold, also inside of blocks. */
function subnetValues(value: Value | undefined, name = ""): readonly Value[] {
  if (isList(value)) return value.flatMap((each) => subnetValues(each, name));
  if (isValues(value)) return Object.entries(value).flatMap(([key, each]) => subnetValues(each, key));
  return namesSubnets(name) && value !== undefined && value !== null && value !== "" ? [value] : [];
}
