/** Two versions of a network's resources with what changes between them: what plans and pairs of synths both yield. */

import { nameOfAddress } from "../../../terraform/address";
import { at, type Json, type JsonObject } from "../../../terraform/json";
import type { NetworkInput, Resource } from "../../../terraform/values";
import type { Action, Change } from "./change";

/** A change with the raw attributes of both sides, for what the network model does not carry. */
export interface RawChange {
  readonly change: Change;
  readonly before: JsonObject;
  readonly after: JsonObject;
}

export interface Comparison {
  readonly source: "plan" | "synth";
  /** Undefined: there is no network yet. */
  readonly before?: NetworkInput;
  /** Undefined: none is left. */
  readonly after?: NetworkInput;
  readonly changes: readonly RawChange[];
  readonly drift: readonly Change[];
  /** Nothing outside of `changes` differs: no variable, local value or data source. */
  readonly closed: boolean;
  /** What holds of the change as a whole, e.g. that default tags differ. */
  readonly notes: readonly string[];
}

/** Undefined for an input without a single resource that carries packets. */
export function unlessEmpty(input: NetworkInput | undefined): NetworkInput | undefined {
  return input === undefined || (input.resources.length === 0 && input.unknowns.length === 0)
    ? undefined
    : input;
}

/** The resources under the addresses that they have after the change. */
export function moved(input: NetworkInput, changes: readonly Change[]): NetworkInput {
  const moves = new Map(
    changes.flatMap(({ address, previousAddress }) =>
      previousAddress === undefined ? [] : [[previousAddress, address] as const],
    ),
  );
  if (moves.size === 0) return input;
  const taken = new Set(input.resources.map(({ address }) => address));
  const rename = (resource: Resource): Resource => {
    const address = moves.get(resource.address);
    return address === undefined || taken.has(address)
      ? resource
      : { ...resource, address, name: nameOfAddress(address) };
  };
  return { ...input, resources: input.resources.map(rename) };
}

/** The top-level attributes that differ, in alphabetical order. */
export function differing(before: JsonObject, after: JsonObject): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !equal(at(before, name), at(after, name))).sort();
}

/** Terraform writes an attribute that is not set as null, or as an empty list or text. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || (isUnset(a) && isUnset(b))) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return JSON.stringify(a, untagged) === JSON.stringify(b, untagged);
}

/** Tags inside of blocks, e.g. of an instance's disk, follow the resource's own. */
function untagged(key: string, value: unknown): unknown {
  return isTagging(key) ? undefined : value;
}

function isUnset(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Attributes that say nothing about what a resource does. */
export function isTagging(attribute: string): boolean {
  return attribute === "tags" || attribute === "tags_all" || attribute === "description";
}

/** Whether an action takes away what was there. */
export function destroys(action: Action): boolean {
  return action === "destroy" || action === "replace";
}
