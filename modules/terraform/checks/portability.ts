/** What would tie the JSON to one machine, or leave Terraform to guess: absolute paths, providers without a namespace. */
import { homedir } from "node:os";
import type { Issue } from "../../../net/issue";
import { allBlocks, leavesOf } from "../../../terraform/blocks";
import { asObject, asText } from "../../../terraform/json";
import type { Check, StackJson } from "./stack-json";

/** A path in the working directory or in the home of this machine. */
export const absolutePaths: Check = (json) => {
  const here = [process.cwd(), homedir()].filter((folder) => folder.length > 1).map((folder) => `${folder}/`);
  return allBlocks(json).flatMap(({ address, block }) =>
    leavesOf(block).flatMap(([path, leaf]) => {
      if (typeof leaf !== "string" || !here.some((folder) => leaf.startsWith(folder))) return [];
      return [absolute(`${address}${path}`, leaf)];
    }),
  );
};

function absolute(path: string, value: string): Issue {
  return {
    code: "path-absolute",
    path,
    problem: `${value} is a path of this machine`,
    fix: "use a path relative to the stack's folder, such as ../../../NAME",
  };
}

/** A provider that is used and not declared, or declared without its namespace. */
export const ambiguousProviders: Check = (json) => {
  const required = asObject(asObject(json["terraform"])["required_providers"]);
  return [...typesOf(json)].flatMap((local) => {
    const source = asText(asObject(required[local])["source"]);
    if (source?.includes("/")) return [];
    return [
      {
        code: "provider-ambiguous",
        path: `terraform.required_providers.${local}.source`,
        problem:
          source === undefined
            ? `provider ${local} is used and not declared`
            : `"${source}" has no namespace`,
        fix: `declare it with its full source, such as hashicorp/${local}`,
      },
    ];
  });
};

/** The local names of the providers that the JSON's resources need; `terraform_data` is built in. */
function typesOf(json: StackJson): ReadonlySet<string> {
  const types = ["resource", "data"].flatMap((section) => Object.keys(asObject(json[section])));
  return new Set(types.map((type) => type.split("_")[0] ?? type).filter((name) => name !== "terraform"));
}
