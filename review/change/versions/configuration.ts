/**
 * What two synthesized configurations tell about a change, without credentials: which blocks come, go and differ, and
 * which of them the provider will have to make anew. Limit: what is deployed may differ from the first of the two.
 */

import { replacedBy } from "../../../aws/replaced-by";
import { given } from "../../../net/given";
import { resourcesOf } from "../../../terraform/blocks";
import { arrayAt, at, isObject, type Json, type JsonObject } from "../../../terraform/json";
import { mentionsIn } from "../../../terraform/reference";
import type { Value } from "../../../terraform/values";
import { readConfig } from "../../read/config/configuration";
import type { Change } from "./change";
import { type Comparison, differing, equal, isTagging, type RawChange, unlessEmpty } from "./comparison";

type Blocks = ReadonlyMap<string, JsonObject>;

/** Says how Terraform treats a resource, and not what it is. */
const META = new Set(["//", "depends_on", "lifecycle", "provider", "provisioner", "connection"]);

/** Blocks that resources take values from. */
const SHARED = ["variable", "locals", "data", "module"];

/**
 * @param before the content of `cdk.tf.json` as it was; undefined for a new network
 * @param after as it is to be; undefined for one that is taken down
 */
export function configuredChange(
  before: Json | undefined,
  after: Json | undefined,
  variables: ReadonlyMap<string, Value> = new Map(),
): Comparison {
  const input = (json: Json | undefined) =>
    json === undefined ? undefined : unlessEmpty(readConfig(json, variables));
  const sides = { before: input(before), after: input(after) };
  return {
    source: "synth",
    ...given({ before: sides.before, after: sides.after }),
    changes: changesBetween(blocksOf(before), blocksOf(after)),
    drift: [],
    closed: SHARED.every((key) => equal(at(before, key), at(after, key))),
    notes: notesOn(before, after),
  };
}

function blocksOf(json: Json | undefined): Blocks {
  return new Map(resourcesOf(json ?? null).map(({ address, body }) => [address, body]));
}

function changesBetween(before: Blocks, after: Blocks): readonly RawChange[] {
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  const drafts = new Map<string, RawChange>();
  for (const address of addresses) {
    const draft = draftOf(address, before.get(address), after.get(address));
    if (draft !== undefined) drafts.set(address, draft);
  }
  while (spread(drafts, before, after));
  return [...drafts.values()].sort((a, b) => (a.change.address < b.change.address ? -1 : 1));
}

function draftOf(
  address: string,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): RawChange | undefined {
  const [type = ""] = address.split(".");
  const none = { address, type, attributes: [], unknown: [], forcedBy: [], noise: false };
  if (before === undefined) return { change: { ...none, action: "create" }, before: {}, after: after ?? {} };
  if (after === undefined) return { change: { ...none, action: "destroy" }, before, after: {} };
  const ignored = ignoredIn(after);
  const attributes = differing(before, after).filter((name) => !META.has(name) && !ignored.has(name));
  if (attributes.length === 0) return undefined;
  return { change: judged({ ...none, action: "update", attributes }, after), before, after };
}

/** Replaced where an attribute cannot be changed in place. */
function judged(change: Change, after: JsonObject): Change {
  const forcing = replacedBy(change.type, after);
  const forcedBy = change.attributes.filter((name) => forcing.has(name));
  return {
    ...change,
    forcedBy,
    action: forcedBy.length > 0 ? "replace" : "update",
    noise: forcedBy.length === 0 && change.attributes.every(isTagging),
  };
}

/** What is made anew has a new id: whatever refers to it changes too, and may have to be made anew itself. */
function spread(drafts: Map<string, RawChange>, before: Blocks, after: Blocks): boolean {
  const anew = new Set(
    [...drafts.values()].flatMap(({ change }) => (change.action === "replace" ? [change.address] : [])),
  );
  let found = false;
  for (const [address, block] of after) {
    const old = before.get(address);
    const known = drafts.get(address)?.change;
    if (old === undefined || known?.action === "replace") continue;
    const ignored = ignoredIn(block);
    const touched = Object.keys(block).filter(
      (name) => !META.has(name) && !ignored.has(name) && mentions(at(block, name), anew),
    );
    const attributes = [...new Set([...(known?.attributes ?? []), ...touched])].sort();
    if (attributes.length === (known?.attributes.length ?? 0)) continue;
    const [type = ""] = address.split(".");
    const unknown = [...new Set([...(known?.unknown ?? []), ...touched])].sort();
    const draft: Change = {
      address,
      type,
      action: "update",
      attributes,
      unknown,
      forcedBy: [],
      noise: false,
    };
    const change = judged(draft, block);
    drafts.set(address, { change, before: old, after: block });
    found = true;
  }
  return found;
}

/** Refers to a computed attribute of one of these. */
function mentions(value: Json | undefined, addresses: ReadonlySet<string>): boolean {
  if (typeof value === "string")
    return mentionsIn(value).some(
      ({ address, attribute = "" }) => /^(id|arn|\w+_id)$/.test(attribute) && addresses.has(address),
    );
  if (Array.isArray(value)) return value.some((each: Json) => mentions(each, addresses));
  return isObject(value) && Object.values(value).some((each) => mentions(each, addresses));
}

function ignoredIn(block: JsonObject): ReadonlySet<string> {
  const lifecycle = at(block, "lifecycle");
  const blocks = Array.isArray(lifecycle) ? lifecycle : [lifecycle];
  const names = blocks.flatMap((each: Json | undefined) => arrayAt(each, "ignore_changes"));
  return new Set(names.filter((each): each is string => typeof each === "string"));
}

function notesOn(before: Json | undefined, after: Json | undefined): readonly string[] {
  if (before === undefined || after === undefined) return [];
  return equal(at(before, "provider"), at(after, "provider"))
    ? []
    : [
        "the provider's settings differ, e.g. default tags: a plan will change every resource that they touch",
      ];
}
