/** A plan as what it changes: both versions of the network, and every resource that is not left as it is. */

import { attributesOf } from "../../../aws/resource-types";
import { given } from "../../../net/given";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import type { NetworkInput } from "../../../terraform/values";
import type { ModuleSources } from "../written/configuration";
import { hasUnknown } from "../written/configuration-places";
import { ConfiguredAttributes } from "./configured-attributes";
import { readDeployed, readPlanned } from "./repeated-attributes";

export interface TerraformPlan {
  readonly before: NetworkInput;
  readonly after: NetworkInput;
  /** What Terraform lists, resources that stay as they are among it. */
  readonly changes: readonly PlannedResource[];
  /** What was changed since the last apply, by somebody else. */
  readonly drift: readonly PlannedResource[];
  /** Variables that are sensitive, by name without `var.`. */
  readonly sensitiveVariables: ReadonlySet<string>;
  /** False for a plan of some resources (`-target`), or with changes put off. */
  readonly isComplete: boolean;
}

/** A resource with what a plan is going to do to it. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  /** Its address before, where it is moved. */
  readonly previousAddress?: string;
  /** As Terraform says it: `create`, `delete,create`, `no-op`. */
  readonly actions: string;
  readonly isImported: boolean;
  /** Its attributes before and after; empty where it is not there. */
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Attributes of which not everything is known until apply; none for what is made or destroyed. */
  readonly unknown: readonly string[];
  /** Attributes that the configuration states; all others are the provider's. */
  readonly configured: ReadonlySet<string>;
  /** Attributes that the checker reads and of which something is sensitive. */
  readonly sensitiveBefore: readonly string[];
  readonly sensitiveAfter: readonly string[];
  /** Attributes whose change cannot be made in place, in alphabetical order. */
  readonly replacedBy: readonly string[];
}

/**
 * @param json what `terraform show -json` wrote of a plan
 * @param sources the files beside the plan: used where they are what it was made of
 * @throws {InputError} for a plan format other than 1.x
 */
export function readTerraformPlan(json: Json, place = "plan", sources?: ModuleSources): TerraformPlan {
  const configured = new ConfiguredAttributes(objectAt(json, "configuration"));
  const resourcesAt = (key: string): readonly PlannedResource[] =>
    arrayAt(json, key).flatMap((each) => resourceOf(each, configured) ?? []);
  return {
    before: readDeployed(json, place),
    after: readPlanned(json, place, sources),
    changes: resourcesAt("resource_changes"),
    drift: resourcesAt("resource_drift"),
    sensitiveVariables: sensitiveVariables(json),
    isComplete: at(json, "complete") !== false,
  };
}

function resourceOf(json: Json, configured: ConfiguredAttributes): PlannedResource | undefined {
  const address = textAt(json, "address");
  if (address === undefined) return undefined;
  const type = textAt(json, "type") ?? "";
  const previousAddress = textAt(json, "previous_address");
  const change = objectAt(json, "change");
  const [before, after] = [at(change, "before"), at(change, "after")];
  const stays = isObject(before) && isObject(after);
  return {
    address,
    type,
    ...given({ previousAddress }),
    actions: arrayAt(change, "actions").join(),
    isImported: isObject(at(change, "importing")),
    before: isObject(before) ? before : {},
    after: isObject(after) ? after : {},
    unknown: stays ? marked(objectAt(change, "after_unknown")) : [],
    configured: configured.of(address),
    sensitiveBefore: sensitive(type, change, "before_sensitive"),
    sensitiveAfter: sensitive(type, change, "after_sensitive"),
    replacedBy: replacePaths(change),
  };
}

/** The names under which something is marked. */
function marked(marks: JsonObject): readonly string[] {
  return Object.keys(marks).filter((name) => hasUnknown(at(marks, name)));
}

function sensitive(type: string, change: JsonObject, side: string): readonly string[] {
  const marks = objectAt(change, side);
  const read = attributesOf(type) ?? [];
  return read.length === 0 ? [] : marked(marks).filter((name) => read.includes(name));
}

function replacePaths(change: JsonObject): readonly string[] {
  const names = arrayAt(change, "replace_paths").map((path: Json) =>
    Array.isArray(path) && typeof path[0] === "string" ? path[0] : "",
  );
  return [...new Set(names)].filter((name) => name !== "").sort();
}

function sensitiveVariables(json: Json): ReadonlySet<string> {
  const variables = objectAt(objectAt(objectAt(json, "configuration"), "root_module"), "variables");
  return new Set(Object.keys(variables).filter((name) => at(at(variables, name), "sensitive") === true));
}
