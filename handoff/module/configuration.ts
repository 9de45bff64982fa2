/** The four files of the module: resources, inputs, outputs, versions. No provider, no backend, nothing of CDKTF. */
import { InputError } from "../../net/issue";
import { at, inKeyOrder, type JsonObject, objectAt } from "../../terraform/json";
import { type Input, inputsOf } from "./inputs";
import { sortedData, sortedResources } from "./order";
import { type BoundValue, parameterize } from "./parameters";
import { REGION_CHECK } from "./region";
import type { Stack } from "./stack";

export interface Module {
  readonly stack: Stack;
  /** `resource`, `data` and `locals`, as in `main.tf.json`. */
  readonly main: JsonObject;
  readonly inputs: readonly Input[];
  /** The blocks of `outputs.tf.json`. */
  readonly outputs: JsonObject;
  readonly requiredVersion: string;
  /** Provider name to its source and version. */
  readonly requiredProviders: JsonObject;
  readonly project: string | undefined;
  readonly zones: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly bound: readonly BoundValue[];
}

/** The name under which the module asks which region its provider works in. */
const REGION_SOURCE = "current";

/** @throws {InputError} when the stack uses a name that the hand-off needs */
export function moduleOf(given: Stack): Module {
  const stack = { ...given, json: inKeyOrder(given.json) };
  const made = parameterize(stack);
  const terraform = objectAt(stack.json, "terraform");
  return {
    stack,
    main: mainOf(made.json),
    inputs: inputsOf(stack, made),
    outputs: sortedByKey(objectAt(made.json, "output")),
    requiredVersion: String(at(terraform, "required_version") ?? ">= 1.5.0"),
    requiredProviders: sortedByKey(objectAt(terraform, "required_providers")),
    project: made.naming?.project,
    zones: made.zones,
    scripts: made.scripts,
    bound: made.bound,
  };
}

/** The module's Terraform files by path. */
export function configurationFiles(module: Module): Readonly<Record<string, string>> {
  const variable = Object.fromEntries(module.inputs.map(({ name, block }) => [name, block]));
  const { requiredVersion, requiredProviders } = module;
  const terraform = { required_version: requiredVersion, required_providers: requiredProviders };
  return {
    "main.tf.json": json(module.main),
    "variables.tf.json": json({ variable }),
    ...(Object.keys(module.outputs).length === 0
      ? {}
      : { "outputs.tf.json": json({ output: module.outputs }) }),
    "versions.tf.json": json({ terraform }),
    ...module.scripts,
    // A carriage return in a boot script would be a command to bash, and a change to Terraform.
    ...(Object.keys(module.scripts).length === 0 ? {} : { ".gitattributes": "*.sh text eol=lf\n" }),
  };
}

function mainOf(made: JsonObject): JsonObject {
  const data = objectAt(made, "data");
  const regions = objectAt(data, "aws_region");
  if (at(regions, REGION_SOURCE) !== undefined) {
    const problem = "the hand-off has a data source of that name";
    const fix = "give the stack's another name";
    throw new InputError([{ code: "data-taken", path: `data.aws_region.${REGION_SOURCE}`, problem, fix }]);
  }
  const locals = objectAt(made, "locals");
  return {
    ...(Object.keys(locals).length === 0 ? {} : { locals }),
    data: sortedData({ ...data, aws_region: { ...regions, [REGION_SOURCE]: REGION_CHECK } }),
    resource: sortedResources(objectAt(made, "resource")),
  };
}

function sortedByKey(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function json(value: JsonObject): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
