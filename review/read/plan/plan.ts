/** Reads `terraform show -json` of a plan: the known values, and for what is not known yet its exact reference. */

import { attributesToRead } from "../../../aws/unmodelled-types";
import { nameOfAddress } from "../../../terraform/address";
import {
  arrayAt,
  at,
  foreign,
  isObject,
  type Json,
  type JsonObject,
  objectAt,
  textAt,
} from "../../../terraform/json";
import { type NetworkInput, type Resource, Unknown, type Value } from "../../../terraform/values";
import { type ModuleSources, WrittenConfiguration } from "../written/configuration";
import { PlannedInstances } from "../written/planned-instances";
import { agrees, isSameConfiguration } from "../written/same-configuration";
import { PlanReferences } from "./references";

/**
 * @param sources the files beside the plan: used where they are what it was made of
 * @throws {InputError} for a plan format other than 1.x
 */
export function readPlan(json: Json, place = "plan", sources?: ModuleSources): NetworkInput {
  checkFormat(json, place);
  const unknownOf = unknownsByAddress(json);
  const planned = resourcesIn(objectAt(objectAt(json, "planned_values"), "root_module"), unknownOf);
  const written = sources === undefined ? undefined : writtenFor(json, sources, planned);
  const references = new PlanReferences(
    objectAt(json, "configuration"),
    objectAt(json, "variables"),
    written,
  );
  planned.push(...leftOut(json, planned));
  references.index(planned);
  const resources = planned.map((resource) =>
    planResource(resource, unknownOf.get(resource.address), references),
  );
  return {
    form: "plan",
    resources: [...resources, ...dataSources(json)],
    variables: variablesOf(json),
    unknowns: deferred(json),
  };
}

function writtenFor(
  json: Json,
  sources: ModuleSources,
  planned: readonly Listed[],
): WrittenConfiguration | undefined {
  const root = objectAt(objectAt(json, "configuration"), "root_module");
  // A plan for some resources does not tell how many instances there are of others.
  if (at(json, "complete") === false || !isSameConfiguration(root, sources)) return undefined;
  const written = new WrittenConfiguration(sources, new PlannedInstances(json), objectAt(json, "variables"));
  return agrees(written, planned) ? written : undefined;
}

/** The network as it is before the plan is applied, as the plan tells it. */
export function readPlanBefore(json: Json, place = "plan"): NetworkInput {
  checkFormat(json, place);
  return {
    form: "state",
    resources: priorResources(json).map(plainResource),
    variables: variablesOf(json),
    unknowns: [],
  };
}

function priorResources(json: Json): Listed[] {
  return resourcesIn(objectAt(objectAt(objectAt(json, "prior_state"), "values"), "root_module"));
}

/** What a plan for some resources (`-target`) is silent about stays as it is: a whole plan lists that, too. */
function leftOut(json: Json, planned: readonly Listed[]): readonly Listed[] {
  const listed = new Set(planned.map(({ address }) => address));
  for (const change of arrayAt(json, "resource_changes"))
    for (const name of ["address", "previous_address"]) listed.add(textAt(change, name) ?? "");
  return priorResources(json).filter(({ address, type }) => !listed.has(address) && !LISTS.has(type));
}

function checkFormat(json: Json, place: string): void {
  const version = textAt(json, "format_version");
  if (version === undefined)
    throw foreign(place, "has no format_version", "write it with: terraform show -json PLAN");
  if (!/^1\./.test(version))
    throw foreign(
      place,
      `has format ${version.slice(0, 20)}; only 1.x is understood`,
      "use Terraform 1.x or OpenTofu 1.x",
    );
  for (const error of [at(json, "errored")])
    if (error === true) throw foreign(place, "is a plan that ended in errors", "run terraform plan again");
}

/** A resource as a plan or state lists it. */
export interface Listed {
  readonly address: string;
  readonly type: string;
  readonly values: JsonObject;
  /** Those to read. */
  readonly attributes: readonly string[];
}

const DEEPEST = 100;
const ALL_KNOWN: ReadonlyMap<string, JsonObject> = new Map();

/**
 * The resources of a module and the modules in it that carry packets.
 * @param unknownOf by address, `true` for attributes that are not known
 */
export function resourcesIn(module: JsonObject, unknownOf = ALL_KNOWN, depth = 0): Listed[] {
  const listed: Listed[] = [];
  for (const resource of arrayAt(module, "resources")) {
    const address = textAt(resource, "address");
    const type = textAt(resource, "type");
    const isData = textAt(resource, "mode") === "data" && !LISTS.has(type ?? "");
    if (address === undefined || type === undefined || isData) continue;
    const values = objectAt(resource, "values");
    const attributes = attributesToRead(type, values, unknownOf.get(address) ?? {});
    if (attributes !== undefined) listed.push({ address, type, values, attributes });
  }
  if (depth < DEEPEST)
    for (const child of arrayAt(module, "child_modules"))
      if (isObject(child)) for (const each of resourcesIn(child, unknownOf, depth + 1)) listed.push(each);
  return listed;
}

/** Data sources whose content is addresses. */
const LISTS = new Set(["aws_prefix_list", "aws_ec2_managed_prefix_list"]);

export function plainResource({ address, type, values, attributes }: Listed): Resource {
  const own: Record<string, Value> = {};
  for (const attribute of attributes) {
    const value = values[attribute];
    if (value !== undefined && value !== null) own[attribute] = value;
  }
  return { address, type, name: nameOfAddress(address), values: own };
}

/** What the configuration says about an attribute that is not known takes the place of its value. */
function planResource(
  listed: Listed,
  unknowns: JsonObject | undefined,
  references: PlanReferences,
): Resource {
  const plain = plainResource(listed);
  if (unknowns === undefined) return plain;
  const said = references.resolve(listed, unknowns, listed.attributes);
  return said === undefined ? plain : { ...plain, values: { ...plain.values, ...said } };
}

function unknownsByAddress(json: Json): ReadonlyMap<string, JsonObject> {
  const marks = new Map<string, JsonObject>();
  for (const change of arrayAt(json, "resource_changes")) {
    const address = textAt(change, "address");
    const unknown = at(at(change, "change"), "after_unknown");
    if (address !== undefined && isObject(unknown)) marks.set(address, unknown);
  }
  return marks;
}

/** What data sources were read for the plan. */
function dataSources(json: Json): readonly Resource[] {
  return priorResources(json)
    .filter(({ type }) => LISTS.has(type))
    .map(plainResource);
}

function variablesOf(json: Json): ReadonlyMap<string, Value | undefined> {
  return new Map(
    Object.entries(objectAt(json, "variables")).map(([name, variable]) => [
      name,
      at(variable, "value") ?? undefined,
    ]),
  );
}

function deferred(json: Json): readonly Unknown[] {
  return arrayAt(json, "deferred_changes").map((each) => {
    const address = textAt(at(each, "resource_change"), "address") ?? "a resource";
    return new Unknown(address, `its change is deferred: ${textAt(each, "reason") ?? "not known why"}`);
  });
}
