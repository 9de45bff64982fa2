/** NAT gateways from `describe-*` output. */

import { arrayAt, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { described, type Lists, list, nameOf, value } from "./lists";

export function nats(lists: Lists): readonly Resource[] {
  return list(lists, "NatGateways").map((nat) => {
    const id = textAt(nat, "NatGatewayId") ?? "";
    const [address] = arrayAt(nat, "NatGatewayAddresses");
    return described("aws_nat_gateway", id, nameOf(nat, id), {
      subnet_id: value(nat, "SubnetId"),
      allocation_id: value(address, "AllocationId"),
      private_ip: value(address, "PrivateIp"),
      public_ip: value(address, "PublicIp"),
      network_interface_id: value(address, "NetworkInterfaceId"),
      state: value(nat, "State"),
      connectivity_type: textAt(nat, "ConnectivityType") ?? "public",
    });
  });
}
