/** The network interfaces of machines: implicit ones of instances, and explicit ones attached to them. */

import { type AddressSet, noAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { byKey } from "../../../net/group-by";
import { equalSets } from "../../../net/interval-set";
import {
  blocksOf,
  isUnknown,
  listOf,
  Reference,
  type Resource,
  textOf,
  Unknown,
  type Value,
  type Values,
} from "../../../terraform/values";
import type { Key, NetworkInterface, SubnetModel, Unplaced, Vpc } from "../../network/network";
import { addressesOf, elementsOf, type Lookup } from "../../network/resource-lookup";
import { unmanagedDefault } from "../vpc/default-parts";
import { groupOf, groupsAmong } from "../vpc/security-group-rules";
import { ipv6Address, privateAddress, publicAddress, publicAsStated, secondaryAddresses } from "./addresses";
import type { ElasticIp, ElasticIps } from "./elastic-ips";
import { type Attached, attachments } from "./interface-attachments";

export interface PlaceContext {
  readonly lookup: Lookup;
  readonly vpcs: ReadonlyMap<Key, Vpc>;
  readonly subnets: ReadonlyMap<Key, SubnetModel>;
  readonly elastic: ElasticIps;
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
    const detached = attached.has(resource.address) ? undefined : detachedAs(lookup, resource);
    if (made !== undefined) interfaces.set(made.key, { ...made, ...given({ detached }) });
  }
  return interfaces;
}

/** An interface that no machine of the input has. */
function detachedAs(lookup: Lookup, { address, values }: Resource): "nobody" | Unknown | undefined {
  const status = textOf(values["status"]);
  if (status !== undefined) return status === "available" ? "nobody" : undefined;
  const isStated = blocksOf(values["attachment"]).length > 0 || isUnknown(values["attachment"]);
  const byOthers = lookup
    .all("aws_network_interface_attachment")
    .some((each) => lookup.key(each, "network_interface_id") === address);
  if (isStated || byOthers) return undefined;
  return new Unknown(address, "nothing in this input attaches it to a machine");
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
): PublicAddresses {
  const { lookup, elastic } = context;
  const { values } = resource;
  const own = owner === resource || !attached.primary ? [] : elastic.of(owner.address);
  const fixed = [...elastic.of(resource.address), ...own];
  const { public4, publicUnknown, otherPublics } = byElasticIps(fixed, firstPrivate(lookup, values));
  const further = given({ otherPublics });
  if (public4 !== undefined) return { public4, ...further };
  if (publicUnknown !== undefined) return { publicUnknown, ...further };
  return { ...withoutElasticIp(context, resource, subnet), ...further };
}

function withoutElasticIp(
  { lookup, elastic: { stray } }: PlaceContext,
  { type, address, values }: Resource,
  subnet: SubnetModel,
): PublicAddresses {
  const told = values["public_ip"];
  if (textOf(told) !== undefined) return { public4: publicAddress(lookup, told) };
  if (told === "") return {};
  // What AWS will give is stated below; of what it has given already the input tells, or does not.
  if (told instanceof Unknown && values["associate_public_ip_address"] === undefined)
    return { publicUnknown: told };
  // An interface of its own never gets a public address by itself.
  if (type === "aws_network_interface") return given({ publicUnknown: stray });
  const attribute = "associate_public_ip_address";
  if (isSomething(values["launch_template"]) && (values[attribute] ?? null) === null)
    return { publicUnknown: new Unknown(`${address}.launch_template`, "it may give a public address") };
  const stated = publicAsStated(lookup, values[attribute], subnet, `${address}.${attribute}`);
  return stated.public4 === undefined ? given({ publicUnknown: stated.publicUnknown ?? stray }) : stated;
}

/** An Elastic IP goes with one private address: another of the same interface has none at the internet gateway. */
function byElasticIps(all: readonly ElasticIp[], first: AddressSet | undefined): PublicAddresses {
  const isFirst = ({ private4 }: ElasticIp): boolean =>
    private4 === undefined ||
    (!(private4 instanceof Unknown) && first !== undefined && equalSets(private4, first));
  const own = all.find(isFirst);
  const otherPublics = all.flatMap(({ private4, public4 }) =>
    private4 === undefined || private4 instanceof Unknown || first === undefined || equalSets(private4, first)
      ? []
      : [{ private4, public4 }],
  );
  const unclear = all.find(
    (each) => !isFirst(each) && (each.private4 instanceof Unknown || first === undefined),
  );
  const publicUnknown =
    unclear?.private4 instanceof Unknown
      ? unclear.private4
      : unclear && new Unknown("private_ip", "which private address an Elastic IP goes with is not known");
  return {
    ...given({ public4: own?.public4 }),
    ...given({ publicUnknown: own === undefined ? publicUnknown : undefined }),
    ...(otherPublics.length === 0 ? {} : { otherPublics }),
  };
}

function firstPrivate(lookup: Lookup, values: Values): AddressSet | undefined {
  return addressesOf(lookup.literal(values["private_ip"] ?? listOf(values["private_ips"])[0]));
}

type PublicAddresses = Pick<NetworkInterface, "public4" | "publicUnknown" | "otherPublics">;

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
    const about = each.values["network_interface_id"];
    if (typeof about !== "string" && lookup.find(about, each.address).kind === "unknown")
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
