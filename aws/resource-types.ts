/**
 * What the project knows of the resource types of Terraform's AWS provider: one row a type, in families. The order is
 * that of a module that is handed over: the network first, what stands in it last.
 */

import { COMPUTE_TYPES } from "./types/compute";
import { CONNECTION_TYPES } from "./types/connections";
import { DATA_TYPES } from "./types/data";
import { FIREWALL_TYPES } from "./types/firewall";
import { LOAD_BALANCING_TYPES } from "./types/load-balancing";
import { NAT_TYPES } from "./types/nat";
import type { Loss, PacketsOf, ResourceType, Telling } from "./types/resource-type";
import { ROUTING_TYPES } from "./types/routing";
import { SERVICE_TYPES } from "./types/services";
import { VPC_TYPES } from "./types/vpc";

export const RESOURCE_TYPES = {
  ...VPC_TYPES,
  ...ROUTING_TYPES,
  ...NAT_TYPES,
  ...FIREWALL_TYPES,
  ...COMPUTE_TYPES,
  ...LOAD_BALANCING_TYPES,
  ...DATA_TYPES,
  ...CONNECTION_TYPES,
  ...SERVICE_TYPES,
} as const satisfies Record<string, ResourceType>;

const ROWS: ReadonlyMap<string, ResourceType> = new Map<string, ResourceType>(Object.entries(RESOURCE_TYPES));

/** What is known of a type; undefined where it has no row. */
export function typeFacts(type: string): ResourceType | undefined {
  return ROWS.get(type);
}

/** Every type with its row, in the order of the table. */
export function allTypes(): Iterable<readonly [type: string, facts: ResourceType]> {
  return ROWS;
}

/** The attributes to read of a type whose packets are followed; undefined for every other. */
export function attributesOf(type: string): readonly string[] | undefined {
  const facts = ROWS.get(type);
  return facts?.packets === "followed" ? facts.reads : undefined;
}

export function packetsOf(type: string): PacketsOf {
  return ROWS.get(type)?.packets ?? "where placed";
}

export function lossOf(type: string): Loss {
  return ROWS.get(type)?.loses ?? "nothing";
}

const TELLING: readonly Telling[] = [
  "rule",
  "route",
  "route table",
  "filter",
  "load balancer",
  "gateway",
  "machine",
  "nothing",
];

/** How well a change of this type explains what opened or closed: the lower, the better. */
export function tellingRank(type: string): number {
  return TELLING.indexOf(ROWS.get(type)?.telling ?? "nothing");
}

/** The last of the ranks. */
export const LEAST_TELLING: number = TELLING.length - 1;

/** The attributes of a type that the provider cannot change in place. */
export function fixedAttributes(type: string): readonly string[] {
  return ROWS.get(type)?.fixed ?? [];
}

const PLACES = new Map([...ROWS.keys()].map((type, place) => [type, place]));

/** Types in the order of the table; those without a row come after all that have one, by name. */
export function inTableOrder(types: readonly string[]): readonly string[] {
  const placeOf = (type: string): number => PLACES.get(type) ?? PLACES.size;
  return [...types].sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
}
