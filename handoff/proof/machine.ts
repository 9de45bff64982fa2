/** An end point of a promise as expressions: its groups, its subnets, its public address. */

import { type Block, resourcesOf, resourcesOfType } from "../../terraform/blocks";
import { at, type Json } from "../../terraform/json";
import {
  firstBlock,
  type ResourceReference,
  resourceReferenceIn,
  resourceReferencesIn,
} from "../../terraform/reference";

export interface Machine {
  readonly address: string;
  /** The ids of its security groups. */
  readonly groups: string;
  /** Addresses of the groups, as they stand in the configuration. */
  readonly groupAddresses: readonly string[];
  /** The ids of the subnets that it stands in. */
  readonly subnets: string;
  readonly subnetAddresses: readonly string[];
  /** The IPv4 blocks that it sends from. */
  readonly blocks: readonly string[];
  /** True when the internet knows an address of it. */
  readonly isPublic: string;
}

/** The machine of that name, a role (`web`) standing for none of its own. @returns undefined for what these tests cannot follow */
export function machineOf(main: Json, name: string): Machine | undefined {
  const found = resourcesOf(main).filter((block) => block.name === name);
  for (const block of found) {
    const machine = MACHINES[block.type]?.(main, block);
    if (machine !== undefined) return machine;
  }
  return undefined;
}

const MACHINES: Readonly<Record<string, (main: Json, block: Block) => Machine | undefined>> = {
  aws_instance: instance,
  aws_lb: balancer,
  aws_db_instance: database,
};

function instance(main: Json, { address, body }: Block): Machine | undefined {
  const card = resourceReferenceIn(at(firstBlock(at(body, "network_interface")), "network_interface_id"));
  const holder = card === undefined ? body : bodyOf(main, card.address);
  const at_ = card?.address ?? address;
  const groupsAttribute = card === undefined ? "vpc_security_group_ids" : "security_groups";
  const subnet = resourceReferenceIn(at(holder, "subnet_id"));
  const groups = resourceReferencesIn(at(holder, groupsAttribute));
  if (subnet === undefined || groups.length === 0) return undefined;
  const ownAddress = card === undefined && typeof at(body, "private_ip") === "string";
  return {
    address,
    groups: `${at_}.${groupsAttribute}`,
    groupAddresses: groups.map((group) => group.address),
    subnets: `[${at_}.subnet_id]`,
    subnetAddresses: [subnet.address],
    blocks: [ownAddress ? `"\${${address}.private_ip}/32"` : `${subnet.address}.cidr_block`],
    isPublic: publicInstance(main, address, card, subnet),
  };
}

function publicInstance(
  main: Json,
  address: string,
  card: ResourceReference | undefined,
  subnet: ResourceReference,
): string {
  const links = resourcesOfType(main, "aws_eip_association").map((link) => link.address);
  const held = `[for link in [${links.join(", ")}] : link.instance_id == ${address}.id${
    card === undefined ? "" : ` || link.network_interface_id == ${card.expression}`
  }]`;
  const own = card === undefined ? `coalesce(${address}.associate_public_ip_address, false)` : undefined;
  return [
    ...(links.length === 0 ? [] : [`anytrue(${held})`]),
    ...(own === undefined ? [] : [own]),
    `coalesce(${subnet.address}.map_public_ip_on_launch, false)`,
  ].join(" || ");
}

function balancer(_: Json, { address, body }: Block): Machine | undefined {
  const [subnets, groups] = [
    resourceReferencesIn(at(body, "subnets")),
    resourceReferencesIn(at(body, "security_groups")),
  ];
  if (subnets.length === 0 || groups.length === 0) return undefined;
  return {
    address,
    groups: `${address}.security_groups`,
    groupAddresses: groups.map((group) => group.address),
    subnets: `${address}.subnets`,
    subnetAddresses: subnets.map((subnet) => subnet.address),
    blocks: subnets.map((subnet) => `${subnet.address}.cidr_block`),
    isPublic: `!${address}.internal`,
  };
}

function database(main: Json, { address, body }: Block): Machine | undefined {
  const place = resourceReferenceIn(at(body, "db_subnet_group_name"));
  const subnets = resourceReferencesIn(at(bodyOf(main, place?.address ?? ""), "subnet_ids"));
  const groups = resourceReferencesIn(at(body, "vpc_security_group_ids"));
  if (place === undefined || subnets.length === 0 || groups.length === 0) return undefined;
  return {
    address,
    groups: `${address}.vpc_security_group_ids`,
    groupAddresses: groups.map((group) => group.address),
    subnets: `${place.address}.subnet_ids`,
    subnetAddresses: subnets.map((subnet) => subnet.address),
    blocks: subnets.map((subnet) => `${subnet.address}.cidr_block`),
    isPublic: `coalesce(${address}.publicly_accessible, false)`,
  };
}

function bodyOf(main: Json, address: string): Json | undefined {
  return resourcesOf(main).find((block) => block.address === address)?.body;
}
