/** The project's name as an input: what is named after it, or must be unique in an account, follows `var.project`. */

import { typeFacts } from "../../aws/resource-types";
import { resourcesOf, textsIn } from "../../terraform/blocks";
import type { Json } from "../../terraform/json";

/** Stands in the JSON for the project of the caller. */
export const PROJECT = "${var.project}";

/** Attributes that hold names; a text under one of them that begins with the project is a name of ours. */
const NAMES = new Set([
  "Name",
  "name",
  "name_prefix",
  "identifier",
  "final_snapshot_identifier",
  "alarm_name",
  "log_group_name",
]);
const LONGEST_PROJECT = 31;

export interface Naming {
  readonly project: string;
  /** Whole names, as people write them in outputs and descriptions: `shop-bastion`. */
  readonly names: ReadonlySet<string>;
  /** How long another project's name may be, so that no name of the module gets too long for AWS. */
  readonly longest: number;
}

/** What all Name tags begin with, up to a dash: `shop` for `shop-vpc`, `shop-rt-public`. @returns undefined if there is no such thing */
export function namingOf(json: Json): Naming | undefined {
  const tags = resourcesOf(json).flatMap(({ body }) =>
    textsIn(body)
      .filter(({ path }) => path.join(".") === "tags.Name")
      .map(({ text }) => text),
  );
  const shared = tags.length < 2 ? "" : tags.reduce(sharedStart);
  const project = shared.slice(0, Math.max(0, shared.lastIndexOf("-")));
  if (!/^[a-z][a-z0-9-]*$/.test(project)) return undefined;
  return { project, names: namesIn(json, project), longest: longestProject(json, project) };
}

/** @param path the keys that lead to the text, from the resource or output on */
export function withProject(text: string, path: readonly string[], { project, names }: Naming): string {
  const key = path.at(-1) ?? "";
  if (isName(text, key, path, project)) return `${PROJECT}${text.slice(project.length)}`;
  if (key === "name" && text.startsWith(`/${project}/`))
    return `/${PROJECT}${text.slice(project.length + 1)}`;
  const parameters = text.replaceAll(`:parameter/${project}/`, `:parameter/${PROJECT}/`);
  if (key !== "description" && key !== "alarm_description" && path[0] !== "output") return parameters;
  return parameters.replaceAll(/(?<=^|[\s"'])[a-z][a-z0-9-]*(?=$|[\s"'.,;])/g, (word) =>
    names.has(word) ? `${PROJECT}${word.slice(project.length)}` : word,
  );
}

function isName(text: string, key: string, path: readonly string[], project: string): boolean {
  const isTagOfFleet = key === "value" && path.at(-2) === "tag";
  return (NAMES.has(key) || isTagOfFleet) && (text === project || text.startsWith(`${project}-`));
}

function namesIn(json: Json, project: string): ReadonlySet<string> {
  const attributes = resourcesOf(json)
    .flatMap(({ body }) => textsIn(body))
    .filter(({ path, text }) => isName(text, path.at(-1) ?? "", path, project))
    .map(({ text }) => text);
  const hosts = textsIn(json, []).flatMap(({ path, text }) =>
    path[0] === "output" ? [...text.matchAll(/^Host (\S+)$/gm)].map(([, host = ""]) => host) : [],
  );
  return new Set([...attributes, ...hosts].filter((name) => name.startsWith(`${project}-`)));
}

function longestProject(json: Json, project: string): number {
  const rests = resourcesOf(json).flatMap(({ type, body }) =>
    Object.entries(body).flatMap(([key, text]) => {
      const longest = typeFacts(type)?.longest?.[key];
      return longest !== undefined && typeof text === "string" && isName(text, key, [key], project)
        ? [longest - (text.length - project.length)]
        : [];
    }),
  );
  return Math.min(LONGEST_PROJECT, ...rests);
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
