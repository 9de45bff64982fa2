/** CDKTF's placeholders that leaked into the JSON: a string was changed, encoded or looped over before it was resolved. */
import type { Issue } from "../../../net/issue";
import { allBlocks, leavesOf } from "../../../terraform/blocks";
import type { Json } from "../../../terraform/json";
import type { Check } from "./stack-json";

const TOKEN = /tftoken\[/i;
const BASE64 = /[A-Za-z0-9+/]{16,}={0,2}/g;
/** CDKTF encodes number tokens as huge negative numbers. */
const NUMBER_TOKEN_BELOW = -1e280;

/** A placeholder that is still in the JSON, in the open or inside base64. */
export const leakedTokens: Check = (json) =>
  allBlocks(json).flatMap(({ address, block }) =>
    leavesOf(block).flatMap(([path, leaf]) => {
      const problem = leakIn(leaf);
      return problem === undefined ? [] : [leak(`${address}${path}`, problem)];
    }),
  );

function leakIn(leaf: Json): string | undefined {
  if (typeof leaf === "number")
    return leaf < NUMBER_TOKEN_BELOW ? "holds an unresolved number token" : undefined;
  if (typeof leaf !== "string") return undefined;
  if (TOKEN.test(leaf)) return "holds an unresolved token";
  return encodedLeak(leaf) ? "holds an unresolved token inside base64" : undefined;
}

/** Looks inside base64, also where it was encoded twice. */
function encodedLeak(text: string, depth = 2): boolean {
  return (text.match(BASE64) ?? []).some((run) => {
    const decoded = Buffer.from(run, "base64").toString("latin1");
    return TOKEN.test(decoded) || (depth > 1 && encodedLeak(decoded, depth - 1));
  });
}

function leak(path: string, problem: string): Issue {
  return {
    code: "token-leaked",
    path,
    problem,
    fix: "use Terraform functions on values known only after apply (Fn.upper, Fn.base64encode, TerraformIterator), not JavaScript's",
  };
}
