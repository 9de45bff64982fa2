/** Elastic IPs: whose public address each is, and of which of its private addresses. */
import { type AddressSet, noAddresses } from "../../../net/address-set";
import { byKey } from "../../../net/group-by";
import { covers, union } from "../../../net/interval-set";
import {
  isUnknown,
  type NetworkInput,
  type Resource,
  textOf,
  Unknown,
  type Value,
} from "../../../terraform/values";
import type { Addresses, Key } from "../../network/network";
import type { NetworkModel } from "../../network/network-model";
import { addressesOf, type Found, type Lookup } from "../../network/resource-lookup";
import { publicAddress } from "./addresses";

export interface ElasticIp {
  readonly public4: Addresses;
  /** The private address that it goes with. @default the first */
  readonly private4?: AddressSet | Unknown;
}

export interface ElasticIps {
  /** Of an instance, network interface or NAT gateway. */
  readonly of: (owner: Key) => readonly ElasticIp[];
  /** That some address is anybody's. */
  readonly stray?: Unknown;
}

export function elasticIps(lookup: Lookup): ElasticIps {
  const attached = [...ownAttachments(lookup), ...associations(lookup), ...ofNats(lookup)];
  const owned = byKey(
    attached.flatMap(({ owner, ip }) =>
      owner.kind === "resource" ? [[owner.resource.address, ip] as const] : [],
    ),
  );
  const stray = attached.flatMap(({ owner }) => (owner.kind === "unknown" ? [owner.unknown] : []))[0];
  return { of: (owner) => owned.get(owner) ?? [], ...(stray === undefined ? {} : { stray }) };
}

interface Attachment {
  readonly owner: Found;
  readonly ip: ElasticIp;
}

function ownAttachments(lookup: Lookup): readonly Attachment[] {
  return lookup
    .all("aws_eip")
    .map((eip) =>
      attachment(
        lookup,
        eip,
        ["network_interface", "instance"],
        eip.values["public_ip"],
        eip.values["associate_with_private_ip"],
      ),
    );
}

function associations(lookup: Lookup): readonly Attachment[] {
  return lookup.all("aws_eip_association").map((association) => {
    const { values } = association;
    const eip = lookup.at(lookup.key(association, "allocation_id") ?? "");
    const address = values["public_ip"] ?? eip?.values["public_ip"];
    return attachment(
      lookup,
      association,
      ["network_interface_id", "instance_id"],
      address,
      values["private_ip_address"],
    );
  });
}

function ofNats(lookup: Lookup): readonly Attachment[] {
  return lookup.all("aws_nat_gateway").flatMap((nat) => {
    const eip = lookup.at(lookup.key(nat, "allocation_id") ?? "");
    if (eip === undefined && nat.values["allocation_id"] === undefined) return [];
    const public4 = publicAddress(lookup, nat.values["public_ip"] ?? eip?.values["public_ip"]);
    return [{ owner: { kind: "resource", resource: nat, attribute: "id" }, ip: { public4 } } as const];
  });
}

/** @param owners attributes that name the owner: the first that is resolved, or else is not known, tells */
function attachment(
  lookup: Lookup,
  { address, values }: Resource,
  owners: readonly string[],
  publicIp: Value | undefined,
  privateIp: Value | undefined,
): Attachment {
  const found = owners.map((name) => lookup.find(values[name], `${address}.${name}`));
  const owner = found.find(({ kind }) => kind === "resource") ??
    found.find((each, i) => each.kind === "unknown" && typeof values[owners[i] ?? ""] !== "string") ?? {
      kind: "none",
    };
  const told = lookup.literal(privateIp);
  const set = addressesOf(told);
  const place = `${address}.private_ip_address`;
  const unknown = isUnknown(told)
    ? told instanceof Unknown
      ? told
      : new Unknown(place, "is not known")
    : undefined;
  const private4 = set ?? unknown;
  const public4 = publicAddress(lookup, publicIp);
  return { owner, ip: { public4, ...(private4 === undefined ? {} : { private4 }) } };
}

/** Public addresses of an account that nobody has, as only a dump of the whole account can tell. */
export function unusedAddresses(
  lookup: Lookup,
  form: NetworkInput["form"],
): Pick<NetworkModel, "idle" | "released"> {
  if (form !== "describe") return { idle: noAddresses, released: [] };
  const eips = lookup.all("aws_eip").map(({ values }) => ({ values, set: addressesOf(values["public_ip"]) }));
  const own = union(...eips.map(({ set }) => set ?? noAddresses));
  const idle = union(
    ...eips.map(({ values, set }) =>
      values["association_id"] === undefined ? (set ?? noAddresses) : noAddresses,
    ),
  );
  const released = lookup.all("aws_nat_gateway").flatMap(({ address, values }) => {
    const addresses = addressesOf(values["public_ip"]);
    if (!isGone(textOf(values["state"])) || addresses === undefined || covers(own, addresses)) return [];
    const why = "it is deleted, and its address is the account's no more: who has it now is not known";
    return [{ addresses, unknown: new Unknown(address, why) }];
  });
  return { idle, released };
}

/** AWS tells a NAT gateway for an hour after it is gone. */
export function isGone(state: string | undefined): boolean {
  return state === "deleted" || state === "failed" || state === "deleting";
}
