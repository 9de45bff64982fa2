/** Faults of a user's input, collected while a stack is built, so that synth can show all of them at once. */
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Issue } from "../../net/issue";
import { creationLines, runningLines } from "./stack-trace";

const REPORTED = new WeakMap<TerraformStack, Issue[]>();

/** Adds faults found in the props of `construct`, with the lines of the user's code that made it. */
export function report(construct: IConstruct, issues: readonly Issue[]): void {
  if (issues.length > 0) add(construct, issues, creationLines(construct));
}

/** Adds faults found in what a call was given that is running now: with the lines of the user's code that called it. */
export function reportCall(construct: IConstruct, issues: readonly Issue[]): void {
  if (issues.length > 0) add(construct, issues, runningLines(construct));
}

function add(construct: IConstruct, issues: readonly Issue[], lines: readonly string[]): void {
  const stack = TerraformStack.of(construct);
  REPORTED.set(stack, [...reported(stack), ...issues.map((issue) => withLines(issue, lines))]);
}

/** The issue with these lines, each once, if it has none of its own. */
export function withLines(issue: Issue, lines: readonly string[]): Issue {
  return issue.lines !== undefined || lines.length === 0 ? issue : { ...issue, lines: [...new Set(lines)] };
}

/** What was reported for a stack so far. */
export function reported(stack: TerraformStack): readonly Issue[] {
  return REPORTED.get(stack) ?? [];
}
