/** Requirements, resources, inputs and outputs, in the form and order in which terraform-docs writes them. */

import { dataOf, resourcesOf } from "../../terraform/blocks";
import { at, isObject, type JsonObject, objectAt } from "../../terraform/json";
import type { Module } from "../module/configuration";
import { code, prose, table } from "./table";

/** Between the marks of terraform-docs, so that a team that uses it can have it write the same place again. */
export function docs(module: Module): string {
  return [
    "<!-- BEGIN_TF_DOCS -->",
    ["## Requirements", table(["Name", "Version"], requirements(module))],
    ["## Providers", table(["Name", "Version"], providers(module))],
    ["## Modules", "No modules."],
    ["## Resources", table(["Name", "Type"], resources(module))],
    ["## Inputs", inputs(module)],
    ["## Outputs", outputs(module)],
    "<!-- END_TF_DOCS -->",
  ]
    .flat()
    .join("\n\n");
}

function requirements({ requiredVersion, requiredProviders }: Module): readonly (readonly string[])[] {
  const rows = Object.entries(requiredProviders).map(([name, wanted]) => [
    name,
    String(at(wanted, "version") ?? ""),
  ]);
  return [["terraform", requiredVersion], ...rows].map(([name = "", version = ""]) => [
    anchored("requirement", name),
    prose(version),
  ]);
}

function providers(module: Module): readonly (readonly string[])[] {
  const used = resourcesOf(module.main).map(({ type }) => type.split("_")[0] ?? type);
  return [...new Set(used)].sort().map((name) => {
    const version = at(objectAt(module.requiredProviders, name), "version");
    return [anchored("provider", name), typeof version === "string" ? prose(version) : "n/a"];
  });
}

function resources({ main, requiredProviders }: Module): readonly (readonly string[])[] {
  return [resourcesOf(main), dataOf(main)].flatMap((blocks) =>
    blocks
      .map(({ type, name, mode }) => ({ type, name, mode, title: `${type}.${name}` }))
      .sort((a, b) => (a.title < b.title ? -1 : 1))
      .map(({ type, mode, title }) => [
        linked(title, type, mode === "data" ? "data-sources" : "resources", requiredProviders),
        mode === "data" ? "data source" : "resource",
      ]),
  );
}

/** To the provider's page; what is built into Terraform has none. */
function linked(title: string, type: string, section: string, providers: JsonObject): string {
  const [provider = ""] = type.split("_");
  const source = at(objectAt(providers, provider), "source");
  if (typeof source !== "string") return prose(title);
  const page = type.slice(provider.length + 1);
  return `[${prose(title)}](https://registry.terraform.io/providers/${source}/latest/docs/${section}/${page})`;
}

function inputs(module: Module): string {
  const rows = module.inputs
    .map(({ name, description, type, isRequired, block }) => {
      const fallback = isRequired ? "n/a" : code(JSON.stringify(at(block, "default") ?? null));
      return [anchored("input", name), prose(description), code(type), fallback, isRequired ? "yes" : "no"];
    })
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  return rows.length === 0
    ? "No inputs."
    : table(["Name", "Description", "Type", "Default", "Required"], rows);
}

function outputs(module: Module): string {
  const rows = Object.entries(module.outputs).map(([name, block]) => {
    const description = isObject(block) ? at(block, "description") : undefined;
    return [anchored("output", name), prose(typeof description === "string" ? description : "n/a")];
  });
  return rows.length === 0 ? "No outputs." : table(["Name", "Description"], rows);
}

function anchored(kind: string, name: string): string {
  return `<a name="${kind}_${name}"></a> [${prose(name)}](#${kind}\\_${prose(name)})`;
}
