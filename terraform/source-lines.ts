/** Where the TypeScript made each resource, as synth notes it in `sources.json` beside a stack's JSON. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, parseJson } from "./json";

/** By Terraform address without instance keys, and by what a promise says: `stacks/two-tier.ts:44:16`. */
export type SourceLines = ReadonlyMap<string, string>;

export const noLines: SourceLines = new Map();

const LINE = /^[^\n:]+:\d+:\d+$/;

/** The lines beside a stack's JSON; none where synth did not note them. */
export function linesIn(folder: string): SourceLines {
  const file = join(folder, "sources.json");
  return existsSync(file) ? sourceLines(parseJson(readFileSync(file, "utf8"), file)) : noLines;
}

/** What is not a line of code in the project is left out: the file may be anybody's. */
export function sourceLines(json: Json | undefined): SourceLines {
  if (!isObject(json)) return noLines;
  const lines = Object.entries(json).flatMap(([address, line]) =>
    typeof line === "string" && LINE.test(line) && !/^\/|(^|\/)\.\.\//.test(line)
      ? [[address, line] as const]
      : [],
  );
  return new Map(lines);
}

/** The line that made a resource, whichever of its instances is meant. */
export function lineOf(lines: SourceLines, address: string): string | undefined {
  return lines.get(address) ?? lines.get(address.replace(/\[.*\]$/s, ""));
}

/** The line that made the resource whose attribute this is: `aws_instance.web.private_ip`. */
export function lineOfAttribute(lines: SourceLines, attribute: string): string | undefined {
  for (let place = attribute; place.includes("."); place = place.slice(0, place.lastIndexOf("."))) {
    const line = lineOf(lines, place);
    if (line !== undefined) return line;
  }
  return undefined;
}
