/** What to change so that packets pass, as data. */
import type { Key } from "../../network/network";

export interface Fix {
  /** The resource to change; undefined where the question is what has to change. */
  readonly resource?: Key;
  /** What to change there: `source_dest_check = false`. */
  readonly change: string;
  /** The line of TypeScript that made the resource. */
  readonly line?: string;
}

/** `aws_instance.nat: source_dest_check = false (stacks/two-tier.ts:44:16)`. */
export function fixText({ resource, change, line }: Fix): string {
  return `${resource === undefined ? "" : `${resource}: `}${change}${line === undefined ? "" : ` (${line})`}`;
}
