/** Peering connections: which two VPCs they join, and whether they are accepted. */

import { isTrue, textOf } from "../../../terraform/values";
import type { PeeringConnection } from "../../network/connections";
import type { Key } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";

export function buildPeerings(lookup: Lookup): ReadonlyMap<Key, PeeringConnection> {
  const accepted = new Set(
    lookup
      .all("aws_vpc_peering_connection_accepter")
      .filter(({ values }) => isTrue(values["auto_accept"]))
      .map((each) => lookup.key(each, "vpc_peering_connection_id")),
  );
  return new Map(
    lookup.all("aws_vpc_peering_connection").map((resource) => {
      const { address: key, name, values } = resource;
      const status = textOf(values["status"]) ?? textOf(values["accept_status"]);
      const active =
        status === undefined ? isTrue(values["auto_accept"]) || accepted.has(key) : status === "active";
      const sameRegion = textOf(values["peer_region"]) === undefined;
      return [
        key,
        {
          key,
          name,
          vpcs: [lookup.key(resource, "vpc_id"), lookup.key(resource, "peer_vpc_id")],
          active,
          sameRegion,
        },
      ];
    }),
  );
}
