/** `examples/root/`: a configuration in HCL that uses the module, with the provider, the state and the values that it needs. */

import { resourcesOf } from "../terraform/blocks";
import {
  attribute,
  block,
  comment,
  formatHcl,
  gap,
  type Item,
  literal,
  mapOf,
  quote,
} from "../terraform/hcl";
import { at, isObject, type Json, type JsonObject, objectAt } from "../terraform/json";
import type { Module } from "./module/configuration";
import type { Input } from "./module/inputs";
import { sampleOf } from "./proof/setting";

/** Files by path in the module. `providers.tf` fits beside the module's own files too, where it is the root itself. */
export function exampleFiles(module: Module): Readonly<Record<string, string>> {
  const files: Readonly<Record<string, string | undefined>> = {
    "main.tf": mainOf(module),
    "providers.tf": providersOf(module),
    "backend.tf": backendOf(module),
    "variables.tf": variablesOf(module),
    "outputs.tf": outputsOf(module),
    "terraform.tfvars.example": valuesOf(module),
    "moved.tf.example": movesOf(module),
  };
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, text]) =>
      text === undefined ? [] : [[`examples/root/${name}`, text]],
    ),
  );
}

function mainOf({ inputs }: Module): string {
  const values = inputs.map(({ name }) => attribute(name, `var.${name}`));
  return formatHcl([block('module "network"', attribute("source", '"../.."'), gap, ...values)]);
}

/** The tags that the stack's own provider gave; without them, a state made from the stack would lose them. */
function providersOf(module: Module): string {
  return formatHcl([
    comment("The module has no provider of its own: region and default tags are its caller's."),
    block('provider "aws"', attribute("region", "var.region"), ...defaultTags(module)),
  ]);
}

export function defaultTags({ stack, project }: Module): readonly Item[] {
  const tags = Object.entries(stack.defaultTags).map(([key, value]) => [
    key,
    key === "Project" && value === project ? "var.project" : quote(value),
  ]);
  if (tags.length === 0) return [];
  return [gap, block("default_tags", attribute("tags", mapOf(Object.fromEntries(tags))))];
}

function backendOf({ stack, requiredVersion }: Module): string {
  const [kind, settings] = Object.entries(stack.backend)[0] ?? ["local", {}];
  const chosen = isObject(settings) ? settings : {};
  const local = kind === "local" ? [block('backend "local"')] : blockOf(kind, chosen);
  const s3 = formatHcl(
    blockOf("s3", {
      bucket: "our-terraform-state",
      key: `${stack.name}.tfstate`,
      region: stack.region,
      encrypt: true,
      use_lockfile: true,
    }),
  ).trimEnd();
  return formatHcl([
    comment(
      kind === "local"
        ? "Where the state is kept: a file in this folder, for a trial."
        : "Where the state is kept: the place that the stack used.",
    ),
    block("terraform", attribute("required_version", quote(requiredVersion)), gap, ...local),
    ...(kind === "s3"
      ? []
      : [gap, comment(`For a team, in place of that backend (Terraform 1.10 or newer):\n\n${s3}`)]),
  ]);
}

function blockOf(kind: string, settings: JsonObject): readonly Item[] {
  const body = Object.entries(settings).map(([key, value]): Item => {
    if (isObject(value))
      return block(key, ...Object.entries(value).map(([name, item]) => line(name, item ?? null)));
    return line(key, value ?? null);
  });
  return [block(kind === "cloud" ? "cloud" : `backend "${kind}"`, ...body)];
}

function line(name: string, value: Json): Item {
  return attribute(name, literal(value));
}

function variablesOf({ inputs }: Module): string {
  return formatHcl(inputs.flatMap((input, i) => [...(i === 0 ? [] : [gap]), variable(input)]));
}

function variable({ name, type, description, block: body }: Input): Item {
  const fallback = at(body, "default");
  return block(
    `variable "${name}"`,
    ...(description === "" ? [] : [attribute("description", quote(description))]),
    attribute("type", type),
    ...(fallback === undefined ? [] : [attribute("default", literal(fallback))]),
    ...(at(body, "nullable") === false ? [attribute("nullable", "false")] : []),
    ...(at(body, "sensitive") === true ? [attribute("sensitive", "true")] : []),
  );
}

function outputsOf({ outputs }: Module): string | undefined {
  const blocks = Object.keys(outputs).map((name) => {
    const description = at(objectAt(outputs, name), "description");
    const isSensitive = at(objectAt(outputs, name), "sensitive") === true;
    return block(
      `output "${name}"`,
      ...(typeof description === "string" ? [attribute("description", quote(description))] : []),
      attribute("value", `module.network.${name}`),
      ...(isSensitive ? [attribute("sensitive", "true")] : []),
    );
  });
  return blocks.length === 0
    ? undefined
    : formatHcl(blocks.flatMap((each, i) => (i === 0 ? [each] : [gap, each])));
}

/** From the addresses of the stack to those below the module, for a state that was made from the stack. */
function movesOf({ main }: Module): string {
  const moves = resourcesOf(main).map(({ address }) =>
    block("moved", attribute("from", address), attribute("to", `module.network.${address}`)),
  );
  return formatHcl([
    comment("Copy to moved.tf to take over a state that was made from the stack; of no use after that."),
    ...moves.flatMap((move, i) => (i === 0 ? [move] : [gap, move])),
  ]);
}

/** What must be set, and in comments what may be. */
function valuesOf({ inputs }: Module): string {
  const required = inputs.filter(({ isRequired }) => isRequired);
  const optional = inputs.filter(({ isRequired }) => !isRequired);
  const items = [
    comment("Copy to terraform.tfvars, and set what is yours."),
    ...required.map((input) => attribute(input.name, literal(sampleOf(input)))),
    ...(optional.length === 0 ? [] : [gap, comment(defaultsOf(optional))]),
  ];
  return formatHcl(items);
}

function defaultsOf(inputs: readonly Input[]): string {
  const values = inputs.map(({ name, block: body }) => attribute(name, literal(at(body, "default") ?? null)));
  return `What may be left out, with its default:\n${formatHcl(values).trimEnd()}`;
}
