/**
 * Writing the stacks of an app: all are built and checked in memory first, so that a fault in one leaves nothing
 * half-written, and every fault of every stack is shown at once.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { App, type IStackSynthesizer, type ISynthesisSession, type TerraformStack } from "cdktf";
import { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
import { type Issue, throwIssues } from "../../net/issue";
import type { PromiseFile, ReachPromise } from "../../net/promise";
import { formatJson } from "../../terraform/json";
import { annotatedErrors, annotationsOf, validationErrors } from "./annotations";
import { checkStackJson } from "./checks/all";
import type { StackJson } from "./checks/stack-json";
import { withLines } from "./report";
import { callLines, creationLines } from "./stack-trace";

/** What a stack tells about itself when it is written. */
export interface CheckedStack extends TerraformStack {
  /** Faults of the user's input found while it was built. */
  faults(): readonly Issue[];
  /** Adds the construct and the user's line to issues that name a Terraform address. */
  locate(issues: readonly Issue[]): readonly Issue[];
  /** What `promises.json` beside its JSON will say. */
  promiseFile(): PromiseFile;
  /** The line of the user's code that made each resource, by address, and each promise, by what it says. */
  sourceFile(): Readonly<Record<string, string>>;
}

/** Judges a stack before it is written, e.g. whether its promises hold. Its issues stop the synth. */
export type StackJudge = (json: StackJson, promises: PromiseFile) => readonly JudgedIssue[];

/** What a judge finds wrong. */
export interface JudgedIssue extends Issue {
  /** The promise that it is about, as it was given. */
  readonly promise?: ReachPromise;
}

const JUDGES = new WeakMap<App, StackJudge>();
const WRITTEN = new WeakMap<CheckedStack, StackJson>();
const CHECKED = new WeakMap<App, ReadonlyMap<CheckedStack, StackJson>>();

/** The JSON that the last synth wrote for a stack; empty before the first. */
export function writtenJson(stack: CheckedStack): StackJson {
  return WRITTEN.get(stack) ?? {};
}

/** Has every stack of the app judged on each synth, besides the checks that always run. */
export function judgeWith(app: App, judge: StackJudge): void {
  JUDGES.set(app, judge);
}

/** Writes a stack's JSON, and its promises and lines of code beside it, once all stacks of the app are checked. */
export class CheckedSynthesizer implements IStackSynthesizer {
  constructor(
    private readonly stack: CheckedStack,
    private readonly siblings: () => readonly CheckedStack[],
  ) {}

  /** @throws {InputError} with the faults of all stacks, before anything is written */
  synthesize(session: ISynthesisSession): void {
    const { stack } = this;
    const json = this.checkedStacks(session).get(stack) ?? {};
    const manifest = session.manifest.forStack(stack);
    // Read-only in its type, and CDKTF's own synthesizer writes it at this place too.
    (manifest as { annotations: unknown }).annotations = annotationsOf(stack);
    const file = join(session.outdir, manifest.synthesizedStackPath);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, formatJson(json));
    WRITTEN.set(stack, json);
    writeFileSync(join(dirname(file), "promises.json"), `${formatJson(stack.promiseFile())}\n`);
    writeFileSync(join(dirname(file), "sources.json"), `${formatJson(stack.sourceFile())}\n`);
  }

  private checkedStacks(session: ISynthesisSession): ReadonlyMap<CheckedStack, StackJson> {
    const app = App.of(this.stack);
    const known = CHECKED.get(app);
    // The first stack's turn checks all; the last one's forgets, so that a second synth of the app checks again.
    const checked = known ?? checkAll(this.siblings(), JUDGES.get(app), session.skipValidation ?? false);
    if (this.siblings().at(-1) === this.stack) CHECKED.delete(app);
    else CHECKED.set(app, checked);
    return checked;
  }
}

function checkAll(
  stacks: readonly CheckedStack[],
  judge: StackJudge | undefined,
  skipValidation: boolean,
): ReadonlyMap<CheckedStack, StackJson> {
  const built = stacks.map((stack) => {
    invokeAspects(stack);
    const invalid = skipValidation ? [] : validationErrors(stack);
    // What does not hold in itself is not asked for its JSON.
    const json = invalid.length > 0 ? {} : (stack.toTerraform() as StackJson);
    return { stack, json, issues: issuesOf(stack, json, invalid, judge) };
  });
  throwIssues(built.flatMap(({ issues }) => issues));
  return new Map(built.map(({ stack, json }) => [stack, json]));
}

/** What the user's props got wrong comes alone: what is built of faulty input only repeats it. */
function issuesOf(
  stack: CheckedStack,
  json: StackJson,
  invalid: readonly Issue[],
  judge: StackJudge | undefined,
): readonly Issue[] {
  const faults = [...stack.faults(), ...annotatedErrors(stack), ...invalid];
  const found = faults.length > 0 ? faults : stack.locate(checkStackJson(json));
  const judged =
    found.length > 0 || judge === undefined ? found : judge(json, stack.promiseFile()).map(atPromise);
  return judged.map((issue) => ({
    ...withLines(issue, creationLines(stack)),
    path: `${stack.node.id}: ${issue.path}`,
  }));
}

/** A broken promise is shown with the lines that gave it. */
function atPromise({ promise, ...issue }: JudgedIssue): Issue {
  return promise === undefined ? issue : withLines(issue, callLines(promise));
}
