/** The realistic changes of `changes.ts`, reviewed from real plans over a real state: the same consequences as two synths tell. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import type { NetworkReview } from "../../../review/change/review";
import { reviewNetwork } from "../../../review/change/review-network";
import { plannedChange } from "../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../review/read/plan/changes";
import type { Json } from "../../../terraform/json";
import { readPromises } from "../../../terraform/promise-file";
import { type Build, CHANGES, type TypeScriptChange } from "../../review/change/changes";
import { CONSEQUENCES, consequencesOf } from "../../review/change/consequences";
import { write } from "../terraform/life";
import type { Stage } from "../terraform/story";

/** What is destroyed and made anew, as the AWS provider says; the table of two synths must foresee it. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  "subnet CIDR changed": [
    "aws_instance.main",
    "aws_route_table_association.private_a",
    "aws_subnet.private_a",
  ],
  "bastion moved to another zone": ["aws_eip_association.bastion", "aws_instance.bastion"],
  "ALB made internal": ["aws_lb.alb", "aws_lb_listener.alb_http"],
};

/** A chapter of a network's story, while it stands: every change of it is planned and reviewed, none applied. */
export function testReviews(stage: () => Stage, stack: TypeScriptChange["stack"]): void {
  let applied: Build | undefined;

  test.each(
    CHANGES.filter((change) => change.stack === stack).map((change) => [change.name, change] as const),
  )("review of a plan: %s", async (name, change) => {
    if (applied !== change.before) {
      write(stage(), change.before);
      await stage().workspace.apply();
      applied = change.before;
    }
    const review = await reviewedPlan(stage(), change);
    expect(consequencesOf(review)).toEqual(CONSEQUENCES[name]);
    const replaced = review.changes.filter(({ action }) => action === "replace");
    expect(replaced.map(({ address }) => address)).toEqual(REPLACED[name] ?? []);
    expect(review.drift).toEqual([]);
  });
}

async function reviewedPlan(
  stage: Stage,
  { stack, before, after }: TypeScriptChange,
): Promise<NetworkReview> {
  const { workspace } = stage;
  const promisesIn = () => {
    const file = join(workspace.folder, "promises.json");
    return readPromises(JSON.parse(readFileSync(file, "utf8")) as Json, file);
  };
  write(stage, before);
  const promisesBefore = promisesIn();
  write(stage, after);
  const plan = await workspace.plan();
  const json = JSON.parse(readFileSync(await workspace.keep("plan.json", plan), "utf8")) as Json;
  return reviewNetwork(plannedChange(readTerraformPlan(json)), {
    name: stack,
    place: "plan.json",
    promisesBefore,
    promises: promisesIn(),
  });
}
