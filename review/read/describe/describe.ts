/** Reads the output of `aws … describe-*` calls: each thing becomes the resource that Terraform would make of it. */
import type { InterfaceKind } from "../../../aws/types/interface-kinds";
import { textAt } from "../../../terraform/json";
import { type NetworkInput, type Resource, Unknown } from "../../../terraform/values";
import { databases } from "./databases";
import { firewalls } from "./firewalls";
import { type DescribeFile, type Lists, list, listsOf } from "./lists";
import { balancing } from "./load-balancers";
import { machines } from "./machines";
import { nats } from "./nat-gateways";
import { carriers } from "./not-modelled";
import { routing } from "./routing";
import { endpoints } from "./vpc-endpoints";
import { places } from "./vpcs-and-subnets";

export function readDescribe(files: readonly DescribeFile[]): NetworkInput {
  const lists = listsOf(files);
  const resources = [
    ...places(lists),
    ...Object.values(ENDS).flatMap((read) => read(lists)),
    ...routing(lists),
    ...firewalls(lists),
    ...carriers(files, lists),
  ];
  return { form: "describe", resources, variables: new Map(), unknowns: unread(lists) };
}

/** The ends of packets; a kind of interface that nobody reads does not compile. */
const ENDS: Record<InterfaceKind, (lists: Lists) => readonly Resource[]> = {
  machine: machines,
  nat: nats,
  balancer: balancing,
  endpoint: endpoints,
  database: databases,
};

function unread(lists: Lists): readonly Unknown[] {
  return list(lists, "VpnConnections").flatMap((vpn) => {
    const id = textAt(vpn, "VpnConnectionId") ?? "a VPN connection";
    return textAt(vpn, "State") === "deleted" ? [] : [new Unknown(id, "VPN connections are not modelled")];
  });
}
