/** The network interfaces of machines: implicit ones of instances, and explicit ones attached to them. */

import { noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { byKey } from "../../../net/group-by";
import {
  isUnknown,
  listOf,
  Reference,
  type Resource,
  textOf,
  Unknown,
  type Value,
} from "../../../terraform/values";
import type { Addresses, Key, NetworkInterface, SubnetModel, Unplaced, Vpc } from "../../network/network";
import { elementsOf, type Lookup } from "../../network/resource-lookup";
import { unmanagedDefault } from "../vpc/default-parts";
import { groupOf, groupsAmong } from "../vpc/security-group-rules";
import { ipv6Address, privateAddress, publicAddress, publicAsStated, secondaryAddresses } from "./addresses";
import { type Attached, attachments } from "./interface-attachments";

export interface PlaceContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly subnets: ReadonlyMap<Key, SubnetModel>;
  readonly elastic: ReadonlyMap<Key, Addresses>;
  /** Gets the machines whose place is not known. */
  readonly unplaced: Unplaced[];
}

export function buildInterfaces(context: PlaceContext): ReadonlyMap<Key, NetworkInterface> {
  const { lookup } = context;
  const attached = attachments(lookup);
  const withOwn = new Set(
    [...attached.values()].filter(({ primary }) => primary).map(({ instance }) => instance?.address),
  );
  const stopped = stoppedInstances(lookup);
  const interfaces = new Map<Key, NetworkInterface>();
  for (const instance of lookup.all("aws_instance")) {
    if (withOwn.has(instance.address)) continue;
    const made = machine(context, instance, { siblings: 1, primary: true, instance }, stopped);
    if (made !== undefined) interfaces.set(made.key, made);
  }
  for (const resource of lookup.all("aws_network_interface")) {
    const made = machine(
      context,
      resource,
      attached.get(resource.address) ?? { siblings: 1, primary: true },
      stopped,
    );
    if (made !== undefined) interfaces.set(made.key, made);
  }
  return interfaces;
}

function machine(
  context: PlaceContext,
  resource: Resource,
  attached: Attached,
  stopped: ReadonlySet<Key>,
): NetworkInterface | undefined {
  const { lookup } = context;
  const { address: key, values } = resource;
  const subnet = context.subnets.get(lookup.key(resource, "subnet_id") ?? "");
  if (subnet === undefined) {
    const found = lookup.find(values["subnet_id"], `${key}.subnet_id`);
    const unknown =
      found.kind === "unknown"
        ? found.unknown
        : new Unknown(`${key}.subnet_id`, "its subnet is not in this input");
    context.unplaced.push({ key, name: resource.name, unknown: lookup.note(unknown) });
    return undefined;
  }
  const owner = attached.instance ?? resource;
  const name = owner === resource || attached.primary ? owner.name : resource.name;
  const check = values["source_dest_check"];
  const forwards = check === false || check === "false";
  const ipv6 = ipv6Address(lookup, resource, subnet);
  return {
    key,
    name,
    kind: "machine",
    owner: owner.address,
    subnet: subnet.key,
    primary: attached.primary,
    private4: privateAddress(lookup, values["private_ip"] ?? listOf(values["private_ips"])[0], subnet),
    ...publicOf(context, resource, owner, attached, subnet),
    ...given({ address6: ipv6 }),
    others: secondaryAddresses(lookup, values),
    ...groupsOf(context, resource, subnet),
    ...(isUnknown(check) ? { checkUnknown: new Unknown(`${key}.source_dest_check`, "is not known") } : {}),
    forwards,
    checkedBy: key,
    appliance: forwards && (attached.siblings > 1 || owner.values["appliance"] === true),
    stopped: stopped.has(owner.address),
  };
}

function publicOf(
  context: PlaceContext,
  resource: Resource,
  owner: Resource,
  attached: Attached,
  subnet: SubnetModel,
): { public4?: Addresses; publicUnknown?: Unknown } {
  const { lookup, elastic } = context;
  const fixed = elastic.get(resource.address) ?? (attached.primary ? elastic.get(owner.address) : undefined);
  if (fixed !== undefined) return { public4: fixed };
  const { values } = resource;
  const told = values["public_ip"];
  if (textOf(told) !== undefined) return { public4: publicAddress(lookup, told) };
  if (told === "") return {};
  if (resource.type === "aws_network_interface") {
    // An interface of its own never gets a public address by itself.
    return {};
  }
  const attribute = "associate_public_ip_address";
  if (isSomething(values["launch_template"]) && (values[attribute] ?? null) === null)
    return {
      publicUnknown: new Unknown(`${resource.address}.launch_template`, "it may give a public address"),
    };
  return publicAsStated(lookup, values[attribute], subnet, `${resource.address}.${attribute}`);
}

const ADDED = new WeakMap<Lookup, ReadonlyMap<Key, readonly Resource[]>>();

/** Groups that are put on an interface by a resource of their own. */
function addedGroups(lookup: Lookup): ReadonlyMap<Key, readonly Resource[]> {
  const known = ADDED.get(lookup);
  if (known !== undefined) return known;
  const added = byKey(
    lookup.all("aws_network_interface_sg_attachment").flatMap((each) => {
      const key = lookup.key(each, "network_interface_id");
      return key === undefined ? [] : [[key, each] as const];
    }),
  );
  ADDED.set(lookup, added);
  return added;
}

/** The groups that an interface is in, and those that it may be in. */
export type OwnGroups = Pick<NetworkInterface, "groups" | "groupsUnknown" | "maybeGroups">;

/** The groups listed on the interface, or the VPC's default group when none is. */
export function groupsOf(
  context: PlaceContext,
  resource: Resource,
  subnet: SubnetModel,
  attributes: readonly string[] = ["vpc_security_group_ids", "security_groups", "security_group_ids"],
): OwnGroups {
  const { lookup, vpcs } = context;
  const stated = attributes
    .map((name) => resource.values[name])
    .find((value) => value !== undefined && value !== null && !isEmptyList(value));
  const added = addedGroups(lookup).get(resource.address) ?? [];
  const perhaps = perhapsGroups(lookup, resource, stated);
  const listed = [
    ...(elementsOf(stated) ?? []),
    ...added.flatMap(({ values }) => values["security_group_id"] ?? []),
  ];
  if (stated === undefined && added.length + perhaps.length === 0)
    return { groups: [vpcs.get(subnet.vpc)?.defaultGroup ?? unmanagedDefault(subnet.vpc)] };
  const groups: Key[] = [];
  const missing: Unknown[] = [...perhaps];
  if (stated === undefined && added.length === 0)
    groups.push(vpcs.get(subnet.vpc)?.defaultGroup ?? unmanagedDefault(subnet.vpc));
  for (const value of isUnknown(stated) ? [stated, ...listed] : listed) {
    const found = lookup.find(value, `${resource.address}.vpc_security_group_ids`);
    if (found.kind === "resource") groups.push(groupOf(vpcs, found.resource));
    if (found.kind === "unknown") missing.push(found.unknown);
  }
  const own = { groups: [...new Set(groups)].sort() };
  const [first] = missing;
  if (first === undefined) return own;
  const among = missing.map((unknown) => groupsAmong(context, unknown));
  const maybeGroups = among.every((each) => each !== undefined) ? [...new Set(among.flat())] : undefined;
  return { ...own, groupsUnknown: first, ...given({ maybeGroups }) };
}

/** Groups that it may be in by its launch template, or by a resource whose interface is not known. */
function perhapsGroups(lookup: Lookup, { address, type, values }: Resource, stated: Value | undefined) {
  const found: Unknown[] = [];
  const template = `${address}.launch_template`;
  if (stated === undefined && isSomething(values["launch_template"]))
    found.push(new Unknown(template, "its groups are the template's, which is not read for one instance"));
  if (type !== "aws_instance" && type !== "aws_network_interface") return found;
  for (const each of lookup.all("aws_network_interface_sg_attachment")) {
    const group = each.values["security_group_id"];
    if (isUnknown(each.values["network_interface_id"]))
      found.push(
        new Unknown(
          `${each.address}.network_interface_id`,
          "whose group it adds is not known",
          group instanceof Reference ? [group] : undefined,
        ),
      );
  }
  return found;
}

function isSomething(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !isEmptyList(value);
}

function isEmptyList(value: Value): boolean {
  return Array.isArray(value) && value.length === 0;
}

function stoppedInstances(lookup: Lookup): ReadonlySet<Key> {
  const stopped = new Set<Key>();
  for (const resource of lookup.all("aws_ec2_instance_state"))
    if (resource.values["state"] === "stopped") stopped.add(lookup.key(resource, "instance_id") ?? "");
  for (const { address, values } of lookup.all("aws_instance"))
    if (values["instance_state"] === "stopped") stopped.add(address);
  return stopped;
}

export const noOthers: Pick<NetworkInterface, "others" | "forwards" | "appliance" | "stopped" | "primary"> = {
  primary: true,
  others: noAddresses,
  forwards: false,
  appliance: false,
  stopped: false,
};
