/** What a Terraform plan says about a change: the network before and after, and every resource that is not left alone. */
import { given } from "../../../net/given";
import type { JsonObject } from "../../../terraform/json";
import { type NetworkInput, Unknown, type Value } from "../../../terraform/values";
import type { PlannedResource, TerraformPlan } from "../../read/plan/changes";
import type { Action, Change } from "./change";
import { type Comparison, differing, isTagging, moved, type RawChange, unlessEmpty } from "./comparison";

const INCOMPLETE =
  "the plan is not complete (-target, or changes put off): what it leaves out is taken to stay as it is";

export function plannedChange(plan: TerraformPlan): Comparison {
  const changes = plan.changes.flatMap((each) => changeOf(each) ?? []);
  const before = moved(
    plan.before,
    changes.map(({ change }) => change),
  );
  const sides = {
    before: unlessEmpty(withoutSecrets(before, plan, ({ sensitiveBefore }) => sensitiveBefore)),
    after: unlessEmpty(withoutSecrets(plan.after, plan, ({ sensitiveAfter }) => sensitiveAfter)),
  };
  return {
    source: "plan",
    ...given({ before: sides.before, after: sides.after }),
    changes: changes.sort((a, b) => (a.change.address < b.change.address ? -1 : 1)),
    drift: plan.drift.flatMap((each) => driftOf(each) ?? []),
    closed: true,
    notes: plan.isComplete ? [] : [INCOMPLETE],
  };
}

function changeOf(resource: PlannedResource): RawChange | undefined {
  const { address, type, previousAddress, before, after, configured, unknown } = resource;
  const isMoved = previousAddress !== undefined && previousAddress !== address;
  const action = actionOf(resource, isMoved);
  if (action === undefined) return undefined;
  const compares = action === "update" || action === "replace" || action === "move";
  // What is in no configuration the provider computes: no change of anybody's.
  const said = compares ? unknown.filter((name) => configured.has(name)).sort() : [];
  const attributes = compares ? attributesBetween(before, after, said, unknown) : [];
  return {
    before,
    after,
    change: {
      address,
      type,
      action,
      ...(isMoved ? { previousAddress } : {}),
      attributes,
      unknown: said,
      forcedBy: resource.replacedBy,
      noise: action === "move" || (action === "update" && attributes.every(isTagging)),
    },
  };
}

function attributesBetween(
  before: JsonObject,
  after: JsonObject,
  said: readonly string[],
  unknown: readonly string[],
): readonly string[] {
  const computed = unknown.filter((name) => !said.includes(name));
  return [...new Set([...differing(before, after), ...said])]
    .filter((name) => !computed.includes(name))
    .sort();
}

/** What a refresh fills in without anybody having changed anything is left out: it is in no configuration. */
function driftOf(resource: PlannedResource): Change | undefined {
  const change = changeOf(resource)?.change;
  if (change === undefined || change.action !== "update") return change;
  const attributes = change.attributes.filter((name) => resource.configured.has(name) && !isTagging(name));
  return attributes.length === 0 ? undefined : { ...change, attributes };
}

function actionOf({ actions, isImported }: PlannedResource, isMoved: boolean): Action | undefined {
  switch (actions) {
    case "create":
      return isImported ? "import" : "create";
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
      if (isImported) return "import";
      return isMoved ? "move" : undefined;
  }
  return undefined;
}

/** What is sensitive is not even read: no verdict can quote it, and whatever hangs on it is unknown. */
function withoutSecrets(
  input: NetworkInput,
  { changes, sensitiveVariables }: TerraformPlan,
  sensitive: (resource: PlannedResource) => readonly string[],
): NetworkInput {
  const marked = new Map(
    changes.flatMap((each) => (sensitive(each).length > 0 ? [[each.address, sensitive(each)] as const] : [])),
  );
  if (marked.size === 0 && sensitiveVariables.size === 0) return input;
  const resources = input.resources.map((resource) => {
    const hidden = marked.get(resource.address);
    if (hidden === undefined) return resource;
    const values = { ...resource.values };
    for (const name of hidden) {
      const value: Value = new Unknown(`${resource.address}.${name}`, "is sensitive");
      values[name] = value;
    }
    return { ...resource, values };
  });
  const variables = new Map([...input.variables].filter(([name]) => !sensitiveVariables.has(name)));
  for (const name of sensitiveVariables) variables.set(name, undefined);
  return { ...input, resources, variables };
}
