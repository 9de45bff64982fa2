/** Bad input as data: every fault of one input is collected, then thrown once as an {@link InputError}. */
import type { IssueCode } from "./issue-codes";

/** One fault of an input: where it is, what is wrong there, and what to write instead. */
export interface Issue {
  /** Stable name of the kind of fault, e.g. `cidr-not-aligned`. */
  readonly code: IssueCode;
  /** Where in the input, e.g. `network.subnets.private_a`. */
  readonly path: string;
  /** What is wrong, with the value and the limit: `10.0.1.0/20 is not the start of a /20 block`. */
  readonly problem: string;
  /** What to write instead: `use 10.0.0.0/20 or 10.0.16.0/20`. */
  readonly fix: string;
  /** The lines of the caller's code that gave the input, innermost first: `stacks/two-tier.ts:35:21`, `main.ts:14:1`. */
  readonly lines?: readonly string[];
}

/** What must hold, and the fault where it does not: a function, if only then there is something to say. */
export type Requirement = readonly [holds: boolean, issue: Issue | (() => Issue)];

/** The faults of those that do not hold, in their order. */
export function unmet(requirements: readonly Requirement[]): readonly Issue[] {
  return requirements.flatMap(([holds, issue]) => {
    if (holds) return [];
    return [typeof issue === "function" ? issue() : issue];
  });
}

/** As people read it: one line that says where, what and how to mend it, then the lines of code, if they are known. */
export function formatIssue({ path, problem, fix, lines = [] }: Issue): string {
  return [`${path}: ${problem}; ${fix}`, ...lines.map((line) => `    at ${line}`)].join("\n");
}

/** Thrown once for all faults of an input; `message` has one line a fault, `issues` has them as data. */
export class InputError extends Error {
  override readonly name = "InputError";

  /** The faults, in the order in which they were found. */
  declare readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(formatIssue).join("\n"));
    // Not enumerable: whoever prints the error would print every fault twice.
    Object.defineProperty(this, "issues", { value: issues });
    // Where faults were noticed says nothing beside the lines that gave them, and would read as a line of the last one.
    if (issues.every(({ lines = [] }) => lines.length > 0)) this.stack = `${this.name}: ${this.message}`;
  }
}

/** Does nothing when there are none. @throws {InputError} when there is at least one issue */
export function throwIssues(issues: readonly Issue[]): void {
  if (issues.length > 0) throw new InputError(issues);
}
