/** Values of Terraform variables from the command line: `--var name=value` and `--var-file`. */
import { readFileSync } from "node:fs";
import { type Issue, throwIssues } from "../../net/issue";
import { foreign, isObject, parseJson } from "../../terraform/json";
import type { Value } from "../../terraform/values";

/**
 * @param assignments `name=value`; a value is JSON, or else text
 * @param files JSON files with one value a name, as `*.tfvars.json`
 * @throws {InputError} for what is neither
 */
export function readVariables(
  assignments: readonly string[],
  files: readonly string[],
): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  const issues: Issue[] = [];
  for (const file of files) {
    const json = parseJson(readFileSync(file, "utf8"), file);
    if (!isObject(json))
      throw foreign(file, "is no object of values by name", 'write {"admin_cidrs": ["203.0.113.7/32"]}');
    for (const [name, value] of Object.entries(json)) values.set(name, value ?? null);
  }
  for (const assignment of assignments) {
    const at = assignment.indexOf("=");
    if (at < 1)
      issues.push({
        code: "variable-malformed",
        path: "--var",
        problem: `${JSON.stringify(assignment)} has no value`,
        fix: "write --var 'admin_cidrs=[\"203.0.113.7/32\"]'",
      });
    else values.set(assignment.slice(0, at), parsedValue(assignment.slice(at + 1)));
  }
  throwIssues(issues);
  return values;
}

function parsedValue(text: string): Value {
  if (!/^[[{"\d]|^(true|false|null)$/.test(text)) return text;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}
