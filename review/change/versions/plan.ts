/** What a Terraform plan says about a change: the network before and after, and every resource that is not left alone. */

import { attributesOf } from "../../../aws/resource-types";
import { arrayAt, at, isObject, type Json, type JsonObject, objectAt, textAt } from "../../../terraform/json";
import { type NetworkInput, Unknown, type Value } from "../../../terraform/values";
import { ConfiguredAttributes } from "../../read/plan/configured-attributes";
import { readDeployed, readPlanned } from "../../read/plan/repeated-attributes";
import type { Action, Change } from "./change";
import { type Comparison, differing, isTagging, moved, type RawChange, unlessEmpty } from "./comparison";

const INCOMPLETE =
  "the plan is not complete (-target, or changes put off): what it leaves out is taken to stay as it is";

/**
 * @param json what `terraform show -json` wrote of a plan
 * @throws {InputError} for a plan format other than 1.x
 */
export function plannedChange(json: Json, place = "plan"): Comparison {
  const listed = arrayAt(json, "resource_changes");
  const configured = new ConfiguredAttributes(objectAt(json, "configuration"));
  const changes = listed.flatMap((each) => changeOf(each, configured) ?? []);
  const drift = arrayAt(json, "resource_drift").flatMap((each) => driftOf(each, configured) ?? []);
  const secret = secretVariables(json);
  const before = moved(
    readDeployed(json, place),
    changes.map(({ change }) => change),
  );
  const after = readPlanned(json, place);
  const sides = {
    before: unlessEmpty(withoutSecrets(before, marksOf(listed, "before_sensitive"), secret)),
    after: unlessEmpty(withoutSecrets(after, marksOf(listed, "after_sensitive"), secret)),
  };
  return {
    source: "plan",
    ...(sides.before === undefined ? {} : { before: sides.before }),
    ...(sides.after === undefined ? {} : { after: sides.after }),
    changes: changes.sort((a, b) => (a.change.address < b.change.address ? -1 : 1)),
    drift,
    closed: true,
    notes: at(json, "complete") === false ? [INCOMPLETE] : [],
  };
}

function changeOf(json: Json, configured: ConfiguredAttributes): RawChange | undefined {
  const change = objectAt(json, "change");
  const address = textAt(json, "address");
  const previousAddress = textAt(json, "previous_address");
  const isMoved = previousAddress !== undefined && previousAddress !== address;
  const action = actionOf(change, isMoved);
  if (address === undefined || action === undefined) return undefined;
  const before = objectAt(change, "before");
  const after = objectAt(change, "after");
  const compares = action === "update" || action === "replace" || action === "move";
  const unknown = compares ? unknownNames(objectAt(change, "after_unknown"), address, configured) : undefined;
  const attributes = compares
    ? [...new Set([...differing(before, after), ...(unknown?.said ?? [])])]
        .filter((name) => !(unknown?.computed ?? []).includes(name))
        .sort()
    : [];
  return {
    before,
    after,
    change: {
      address,
      type: textAt(json, "type") ?? "",
      action,
      ...(isMoved && previousAddress !== undefined ? { previousAddress } : {}),
      attributes,
      unknown: unknown?.said ?? [],
      forcedBy: forcedBy(change),
      noise: action === "move" || (action === "update" && attributes.every(isTagging)),
    },
  };
}

/** What a refresh fills in without anybody having changed anything is left out: it is in no configuration. */
function driftOf(json: Json, configured: ConfiguredAttributes): Change | undefined {
  const change = changeOf(json, configured)?.change;
  if (change === undefined || change.action !== "update") return change;
  const said = configured.of(change.address);
  const attributes = change.attributes.filter((name) => said.has(name) && !isTagging(name));
  return attributes.length === 0 ? undefined : { ...change, attributes };
}

function actionOf(change: JsonObject, isMoved: boolean): Action | undefined {
  switch (arrayAt(change, "actions").join()) {
    case "create":
      return at(change, "importing") === undefined ? "create" : "import";
    case "update":
      return "update";
    case "delete":
      return "destroy";
    case "delete,create":
    case "create,delete":
      return "replace";
    case "forget":
    case "create,forget":
    case "forget,create":
      return "forget";
    case "no-op":
      if (isObject(at(change, "importing"))) return "import";
      return isMoved ? "move" : undefined;
  }
  return undefined;
}

/** What is not known until apply: said in the configuration, or computed by the provider and no change of anybody's. */
function unknownNames(
  marks: JsonObject,
  address: string,
  configured: ConfiguredAttributes,
): { readonly said: readonly string[]; readonly computed: readonly string[] } {
  const names = Object.keys(marks).filter((name) => hasMark(at(marks, name)));
  if (names.length === 0) return { said: [], computed: [] };
  const said = configured.of(address);
  return {
    said: names.filter((name) => said.has(name)).sort(),
    computed: names.filter((name) => !said.has(name)),
  };
}

function forcedBy(change: JsonObject): readonly string[] {
  const paths = arrayAt(change, "replace_paths").map((path: Json) =>
    Array.isArray(path) && typeof path[0] === "string" ? path[0] : "",
  );
  return [...new Set(paths)].filter((name) => name !== "").sort();
}

/** `true` at every place that is unknown or sensitive, also inside lists and blocks. */
function hasMark(mark: Json | undefined): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some((each: Json) => hasMark(each));
  return isObject(mark) && Object.values(mark).some(hasMark);
}

/** By address the attributes that carry packets and are sensitive. */
function marksOf(changes: readonly Json[], side: string): ReadonlyMap<string, readonly string[]> {
  const marked = new Map<string, readonly string[]>();
  for (const each of changes) {
    const marks = at(at(each, "change"), side);
    if (!isObject(marks)) continue;
    const names = Object.keys(marks);
    if (names.length === 0) continue;
    const read = attributesOf(textAt(each, "type") ?? "") ?? [];
    const secret = names.filter((name) => read.includes(name) && hasMark(at(marks, name)));
    if (secret.length > 0) marked.set(textAt(each, "address") ?? "", secret);
  }
  return marked;
}

function secretVariables(json: Json): ReadonlySet<string> {
  const variables = objectAt(objectAt(objectAt(json, "configuration"), "root_module"), "variables");
  return new Set(Object.keys(variables).filter((name) => at(at(variables, name), "sensitive") === true));
}

/** What is sensitive is not even read: no verdict can quote it, and whatever hangs on it is unknown. */
function withoutSecrets(
  input: NetworkInput,
  marks: ReadonlyMap<string, readonly string[]>,
  secret: ReadonlySet<string>,
): NetworkInput {
  if (marks.size === 0 && secret.size === 0) return input;
  const resources = input.resources.map((resource) => {
    const hidden = marks.get(resource.address);
    if (hidden === undefined) return resource;
    const values = { ...resource.values };
    for (const name of hidden) {
      const value: Value = new Unknown(`${resource.address}.${name}`, "is sensitive");
      values[name] = value;
    }
    return { ...resource, values };
  });
  const variables = new Map([...input.variables].filter(([name]) => !secret.has(name)));
  for (const name of secret) variables.set(name, undefined);
  return { ...input, resources, variables };
}
