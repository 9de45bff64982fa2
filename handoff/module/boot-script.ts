/** Boot scripts as files that people can read: the parameters stay in the JSON, the script below them is `boot/NAME.sh`. */
import type { Naming } from "./naming";
import { PROJECT } from "./naming";
import { REGION } from "./region";

export interface ModuleBootScript {
  /** The parameters: `#!/bin/bash` and the `export NAME='value'` below it, as a Terraform template. */
  readonly head: string;
  /** What the machine runs, without Terraform's escapes. */
  readonly body: string;
  /** How the provider takes it: as text, or as base64. */
  readonly form: "text" | "base64";
}

const HEAD = /^#![^\n]*\n(?:export [A-Z_][A-Z0-9_]*='[^'\n]*'\n)*/;
/** A template that Terraform fills in, or something that cannot be told from one. */
const TEMPLATE = /(?<![$])\$\{|(?<!%)%\{|\$\$\$\{|%%%\{/;

/** @returns undefined for user data that is no script, or one that Terraform fills in below its parameters */
export function bootScriptIn(
  userData: string,
  region: string,
  naming?: Naming,
): ModuleBootScript | undefined {
  const plain = decoded(userData);
  const text = plain === undefined ? userData : escapeTemplate(plain);
  const head = HEAD.exec(text)?.[0];
  if (head === undefined) return undefined;
  const body = text.slice(head.length);
  if (body === "" || TEMPLATE.test(body)) return undefined;
  return {
    head: withInputs(head, region, naming),
    body: unescapeTemplate(body),
    form: plain === undefined ? "text" : "base64",
  };
}

/** The expression that gives Terraform the same bytes as before, with the script read from `path` in the module. */
export function userDataOf({ head, form }: ModuleBootScript, path: string): string {
  const body = `\${file("\${path.module}/${path}")}`;
  return form === "text" ? `${head}${body}` : `\${base64encode("${quoted(head)}${body}")}`;
}

function decoded(userData: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+=*$/.test(userData)) return undefined;
  const text = Buffer.from(userData, "base64").toString("utf8");
  return text.startsWith("#!") && Buffer.from(text).toString("base64") === userData ? text : undefined;
}

function withInputs(head: string, region: string, naming: Naming | undefined): string {
  const placed = head.replaceAll(`'${region}'`, `'${REGION}'`);
  if (naming === undefined) return placed;
  return placed
    .replaceAll(`'${naming.project}'`, `'${PROJECT}'`)
    .replaceAll(`'/${naming.project}/`, `'/${PROJECT}/`);
}

function escapeTemplate(text: string): string {
  return text.replaceAll(/[$%]\{/g, (start) => `${start[0]}${start}`);
}

function unescapeTemplate(text: string): string {
  return text.replaceAll(/([$%])\1\{/g, "$1{");
}

/** A template inside a quoted expression. */
function quoted(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
