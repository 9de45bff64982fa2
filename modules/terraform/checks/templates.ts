/** `${` and `%{` that Terraform would read as templates though nobody meant one: `${HOME}` in a boot script. */
import type { Issue } from "../../../net/issue";
import { allBlocks, leavesOf } from "../../../terraform/blocks";
import { interpolationsOf } from "../../../terraform/expression/template";
import { referencesOf } from "../../../terraform/expression/tokens";
import { asObject } from "../../../terraform/json";
import type { Check, StackJson } from "./stack-json";

/** Told apart by the check of tokens. */
const LEAKED_TOKEN = /^tftoken\[/i;

/** Roots that need no declaration in the JSON. */
const FREE_ROOTS = new Set(["each", "count", "self", "path", "terraform", "module", "local"]);

/** A template that refers to nothing which the JSON declares. */
export const strayTemplates: Check = (json) => {
  const declared = declaredIn(json);
  return allBlocks(json).flatMap(({ address, block }) =>
    leavesOf(block).flatMap(([path, leaf]) =>
      typeof leaf === "string" ? strayIn(leaf, declared).map((text) => stray(`${address}${path}`, text)) : [],
    ),
  );
};

/** What expressions of this JSON may refer to: `var.admin_cidrs`, `aws_eip.web`, `data.aws_ssm_parameter.al2023_arm64`. */
function declaredIn(json: StackJson): ReadonlySet<string> {
  return new Set([
    ...allBlocks(json).map(({ address }) => address),
    ...Object.keys(asObject(json["provider"])),
  ]);
}

function strayIn(text: string, declared: ReadonlySet<string>): readonly string[] {
  if (!text.includes("{")) return [];
  const stray = interpolationsOf(text).filter(
    ({ kind, body }) => kind === "%" || !(isMeant(body, declared) || LEAKED_TOKEN.test(body)),
  );
  return [...new Set(stray.map(({ kind, body }) => `${kind}{${body}}`))];
}

function isMeant(expression: string, declared: ReadonlySet<string>): boolean {
  const references = referencesOf(expression);
  return (
    references?.every((chain) => {
      const [root = "", name = "", third = ""] = chain;
      if (FREE_ROOTS.has(root)) return chain.length > 1;
      return declared.has(root === "data" ? `data.${name}.${third}` : `${root}.${name}`);
    }) ?? false
  );
}

function stray(path: string, text: string): Issue {
  const shown = text.length > 60 ? `${text.slice(0, 57)}…` : text;
  return {
    code: "template-stray",
    path,
    problem: `${JSON.stringify(shown)} would be read by Terraform as a template, and refers to nothing in this stack`,
    fix: `write ${text.startsWith("%") ? "%%{" : "$${"} for the characters themselves`,
  };
}
