/** Where the TypeScript made each resource, as synth notes it in `sources.json` beside a stack's JSON. */
import { isObject, type Json } from "../read/json";

/** By Terraform address without instance keys: `stacks/two-tier.ts:44:16`. */
export type SourceLines = ReadonlyMap<string, string>;

export const noLines: SourceLines = new Map();

const LINE = /^[^\n:]+:\d+:\d+$/;

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
