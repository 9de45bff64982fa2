/** What CDKTF's own command line deployed is taken over by the stack's hand-off: same addresses, same tags. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { TwoTier } from "../../../stacks/two-tier";
import { inventoryOf } from "../terraform/account";
import { run } from "../terraform/command";
import { write } from "../terraform/life";
import { step } from "../terraform/progress";
import { ADMIN_CIDRS, LONG, type Stage, tellStory } from "../terraform/story";
import { copyOf, expectTakenOver, PROJECT, terraform, VARIABLES } from "./handed-over";

const NAME = "two-tier";

tellStory("hand-off takeover", NAME, (stage) => {
  test(
    "the stack is deployed, and its hand-off finds nothing to change",
    async () => {
      write(stage(), (app) => new TwoTier(app, NAME));
      await cdktfDeploy(stage());
      await expectTakenOver(stage(), NAME);
    },
    LONG,
  );

  test(
    "below a module, with its moves: everything is moved, and nothing changed",
    async () => {
      const { root } = stage().workspace;
      const folder = join(copyOf(stage(), NAME, "below"), "examples/root");
      copyFileSync(join(folder, "moved.tf.example"), join(folder, "moved.tf"));
      copyFileSync(join(root, `terraform.${NAME}.tfstate`), join(folder, "terraform.tfstate"));
      writeFileSync(join(folder, "terraform.tfvars.json"), VARIABLES);
      await terraform(stage(), folder, ["init"]);
      const { stdout } = await terraform(stage(), folder, ["plan"]);
      expect(stdout).toContain("Plan: 0 to add, 0 to change, 0 to destroy.");
      expect(stdout).toContain("aws_vpc.network has moved to module.network.aws_vpc.network");
    },
    LONG,
  );

  test(
    "and takes it down",
    async () => {
      const folder = join(stage().workspace.root, "taken", NAME);
      await terraform(stage(), folder, ["destroy", "-auto-approve"]);
      expect(await inventoryOf(stage().account)).toEqual(stage().before);
    },
    LONG,
  );
});

async function cdktfDeploy({ workspace, tools }: Stage): Promise<void> {
  const app = `node ${join(PROJECT, "bin/synth.mjs")}`;
  const settings = { language: "typescript", app, output: "cdktf.deploy", projectId: "e2e" };
  writeFileSync(join(workspace.root, "cdktf.json"), JSON.stringify(settings));
  const args = [
    join(PROJECT, "bin/deploy.mjs"),
    "deploy",
    NAME,
    "--auto-approve",
    "--skip-provider-lock",
    "--var",
    `admin_cidrs=${JSON.stringify(ADMIN_CIDRS)}`,
  ];
  const env = { ...workspace.env, TERRAFORM_BINARY_NAME: tools.terraform, CI: "true" };
  const { stdout } = await step(workspace.story, "npm run deploy", () =>
    run({ program: process.execPath, args, cwd: workspace.root, env, timeout: LONG }),
  );
  expect(stdout).toContain("Apply complete!");
}
