/** State in a bucket, with S3's own lock: two people cannot apply at the same time. */
import { CreateBucketCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { expect, test } from "@jest/globals";
import type { App } from "cdktf";
import { Network } from "../../../modules/network/network";
import { BaseStack } from "../../../modules/terraform/base-stack";
import { expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { type Stage, tellStory } from "../terraform/story";

const BUCKET = "states-of-the-team";

class Shared extends BaseStack {
  constructor(app: App) {
    super(app, "shared", { backend: { kind: "s3", bucket: BUCKET } });
    new Network(this, "network", { cidr: "10.0.0.0/16", zones: ["a"] });
  }
}

tellStory("state lock", "shared", (stage) => {
  test("a second apply at the same time is refused, and the first one ends well", async () => {
    const { workspace } = stage();
    await createBucket(stage());
    write(stage(), (app) => new Shared(app));
    await workspace.init();
    const second = await secondApplyDuringFirst(stage());
    expect(second).toMatch(/Error acquiring the state lock/);
    expect(second).toMatch(/PreconditionFailed/);
    await expectUnchanged(stage());
    expect(await objectsIn(stage())).toEqual(["shared.tfstate"]);
  });

  test("destroy leaves nothing but the state", async () => {
    await expectGoneAfterDestroy({ ...stage(), before: [...stage().before, `bucket ${BUCKET}`].sort() });
  });
});

/** @returns what Terraform said to the second one */
async function secondApplyDuringFirst({ workspace }: Stage): Promise<string> {
  let second: Promise<string> | undefined;
  const first = workspace.startApply(({ type }) => {
    if (type !== "apply_start" || second !== undefined) return;
    second = workspace.apply().then(
      () => "was not refused",
      (error: Error) => error.message,
    );
  });
  await first.result;
  return second ?? "the first apply did nothing";
}

async function createBucket({ account: { s3 } }: Stage): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: "ap-northeast-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
}

async function objectsIn({ account: { s3 } }: Stage): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
}
