/** What may decide about packets between two ends: their groups, subnets, tables, ACLs and what their routes lead to. */
import type { Key, NetworkInterface, SubnetModel } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import type { Side } from "../reach/joint-ends";
import type { OpenedOrClosed } from "../reach/reach-delta";

/** The addresses of all resources that state something about the two ends, or about what lies between them. */
export function relatedTo(network: NetworkModel, found: OpenedOrClosed): ReadonlySet<Key> {
  const related = new Set<Key>();
  const seen = new Set<Key>();
  const visit = (one: NetworkInterface | undefined): void => {
    if (one === undefined || seen.has(one.key)) return;
    seen.add(one.key);
    addInterface(network, related, one);
    for (const key of throughRoutes(network, related, network.subnets.get(one.subnet)))
      visit(network.interfaces.get(key));
  };
  const sides =
    found.kind === "opened" ? [found.from.after, found.to.after] : [found.from.before, found.to.before];
  for (const side of sides) for (const one of interfacesOf(side)) visit(one);
  for (const balancer of network.balancers.values())
    if (balancer.nodes.some((node) => seen.has(node)))
      for (const { resource } of balancer.listeners) related.add(resource);
  return related;
}

function interfacesOf(side: Side | undefined): readonly NetworkInterface[] {
  return (side?.members ?? []).flatMap((member) => (member.kind === "interface" ? member.places : []));
}

function addInterface(network: NetworkModel, related: Set<Key>, one: NetworkInterface): void {
  for (const key of [one.key, one.owner, one.checkedBy, one.subnet, ...one.groups]) related.add(key);
  for (const group of one.groups)
    for (const { resource } of network.groups.get(group)?.rules ?? []) related.add(resource);
  const subnet = network.subnets.get(one.subnet);
  const acl = network.acls.get(subnet?.acl ?? "");
  for (const { resource } of acl?.rules ?? []) related.add(resource);
  for (const key of [subnet?.vpc, subnet?.table, subnet?.acl]) if (key !== undefined) related.add(key);
}

/** The routes of a subnet; returns the interfaces that they lead to. */
function throughRoutes(
  network: NetworkModel,
  related: Set<Key>,
  subnet: SubnetModel | undefined,
): readonly Key[] {
  const next: Key[] = [];
  for (const { resource, target } of network.tables.get(subnet?.table ?? "")?.routes ?? []) {
    related.add(resource);
    if (target.kind === "interface") next.push(target.key);
    else if (target.kind === "internet") related.add(target.gateway);
  }
  return next;
}
