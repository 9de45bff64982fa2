/** Faults of a user's input, collected while a stack is built, so that synth can show all of them at once. */
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import type { Issue } from "../../net/issue";
import { creationLine } from "./stack-trace";

const REPORTED = new WeakMap<TerraformStack, Issue[]>();

/** Adds faults found in the props of `construct`; each carries the line of the user's code that made it. */
export function report(construct: IConstruct, issues: readonly Issue[]): void {
  if (issues.length === 0) return;
  const stack = TerraformStack.of(construct);
  const line = creationLine(construct);
  const located = issues.map((issue) =>
    issue.line === undefined && line !== undefined ? { ...issue, line } : issue,
  );
  REPORTED.set(stack, [...reported(stack), ...located]);
}

/** What was reported for a stack so far. */
export function reported(stack: TerraformStack): readonly Issue[] {
  return REPORTED.get(stack) ?? [];
}
