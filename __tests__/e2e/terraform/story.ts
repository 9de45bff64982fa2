/** One story told by the tests of one file: a local AWS API, an account, a folder with a network in it. */
import { afterAll, beforeAll, describe, jest, test } from "@jest/globals";
import { type Account, accountOf, inventoryOf } from "./account";
import { type Moto, startMoto } from "./moto";
import { step, tell } from "./progress";
import { type FoundTools, findTools } from "./tools";
import { Workspace } from "./workspace";

/** How long a test may take, in milliseconds. Most of it is waiting for AWS-like delays; six stories run side by side on two cores. */
export const LONG = 500_000;

/** An office's network, from the blocks that are reserved for documentation (RFC 5737, RFC 3849). */
export const ADMIN_CIDRS = ["198.51.100.0/24", "2001:db8:1::/48"];

export interface Stage {
  readonly tools: FoundTools;
  readonly moto: Moto;
  readonly account: Account;
  readonly workspace: Workspace;
  /** Everything that was in the account before the story began. */
  readonly before: readonly string[];
}

/**
 * Tells the tests of `story` on a stage of their own; `stage()` may be called inside tests only.
 * `stack` is the name of the folder below `cdktf.out/stacks`.
 * Without the tools the story is one test that says what to install: skipped, or failed when `CI` is set.
 */
export function tellStory(story: string, stack: string, tests: (stage: () => Stage) => void): void {
  const tools = findTools();
  if (tools.kind === "missing") {
    tellMissing(story, tools.missing);
    return;
  }
  jest.setTimeout(LONG);
  describe(story, () => {
    let stage: Stage | undefined;
    beforeAll(async () => {
      stage = await setUp(tools, story, stack);
    });
    afterAll(() => {
      const faults = stage?.moto.faults() ?? "";
      if (faults !== "") tell(story, `moto failed inside:\n${faults}`);
      stage?.moto.stop();
      stage?.workspace.remove();
    });
    tests(() => {
      if (stage === undefined) throw new Error("the stage was not set up");
      return stage;
    });
  });
}

/** Cannot be missed: in CI the test fails, elsewhere it shows as skipped, with the same words. */
export function tellMissing(story: string, missing: readonly string[]): void {
  const sentence = `needs ${missing.join(" Needs ")}`;
  if (process.env["CI"]) {
    test(`${story} ${sentence}`, () => {
      throw new Error(sentence);
    });
  } else {
    tell(story, `SKIPPED: ${sentence}`);
    test.skip(`${story} ${sentence}`, () => {});
  }
}

async function setUp(tools: FoundTools, story: string, stack: string): Promise<Stage> {
  const moto = await step(story, "moto", () => startMoto(tools));
  try {
    const account = accountOf(moto);
    const before = await inventoryOf(account);
    return { tools, moto, account, before, workspace: await Workspace.create(tools, moto, story, stack) };
  } catch (error) {
    moto.stop();
    throw error;
  }
}
