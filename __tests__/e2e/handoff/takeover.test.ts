/** State made from a stack is taken over by its hand-off: same addresses, same tags, nothing to change. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { inventoryOf } from "../terraform/account";
import { run } from "../terraform/command";
import { step } from "../terraform/progress";
import { ADMIN_CIDRS, LONG, type Stage, tellStory } from "../terraform/story";
import { copyOf, handOverAll, NETWORKS, PROJECT, terraform } from "./handed-over";

/** The network that CDKTF's own command line deploys; Terraform itself deploys the others from the same JSON. */
const BY_CDKTF = "two-tier";
const VARIABLES = JSON.stringify({ admin_cidrs: ADMIN_CIDRS });

tellStory("hand-off takeover", "hand-off", (stage) => {
  test(
    "the stacks are deployed",
    async () => {
      await handOverAll(stage());
      await Promise.all(
        NETWORKS.map((name) => (name === BY_CDKTF ? cdktfDeploy(stage()) : deploy(stage(), name))),
      );
    },
    LONG * 2,
  );

  test.each(NETWORKS)(
    "%s: the hand-off finds nothing to change",
    async (name) => {
      const folder = takeOver(stage(), name);
      await terraform(stage(), folder, ["init"]);
      // Exit code 0 of -detailed-exitcode is: no change, in resources and outputs.
      const { stdout } = await terraform(stage(), folder, ["plan", "-detailed-exitcode"]);
      expect(stdout).toContain("No changes. Your infrastructure matches the configuration.");
    },
    LONG,
  );

  test(
    "below a module, with its moves: everything is moved, and nothing changed",
    async () => {
      const { root } = stage().workspace;
      const folder = join(copyOf(stage(), "multi-subnet", "below"), "examples/root");
      copyFileSync(join(folder, "moved.tf.example"), join(folder, "moved.tf"));
      copyFileSync(join(root, "terraform.multi-subnet.tfstate"), join(folder, "terraform.tfstate"));
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
      const { root } = stage().workspace;
      const folders = NETWORKS.map((name) => join(root, "taken", name));
      await Promise.all(folders.map((folder) => terraform(stage(), folder, ["destroy", "-auto-approve"])));
      expect(await inventoryOf(stage().account)).toEqual(stage().before);
    },
    LONG * 2,
  );
});

async function deploy(stage: Stage, name: string): Promise<void> {
  const folder = join(stage.workspace.root, "cdktf.out/stacks", name);
  writeFileSync(join(folder, "terraform.tfvars.json"), VARIABLES);
  await terraform(stage, folder, ["init"]);
  await terraform(stage, folder, ["apply", "-auto-approve"]);
}

async function cdktfDeploy({ workspace, tools }: Stage): Promise<void> {
  const app = `node ${join(PROJECT, "bin/synth.mjs")}`;
  const settings = { language: "typescript", app, output: "cdktf.deploy", projectId: "e2e" };
  writeFileSync(join(workspace.root, "cdktf.json"), JSON.stringify(settings));
  const args = [
    join(PROJECT, "bin/deploy.mjs"),
    "deploy",
    BY_CDKTF,
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

/** As the hand-off's README says. */
function takeOver(stage: Stage, name: string): string {
  const folder = copyOf(stage, name, `taken/${name}`);
  copyFileSync(join(folder, "examples/root/providers.tf"), join(folder, "providers.tf"));
  copyFileSync(join(stage.workspace.root, `terraform.${name}.tfstate`), join(folder, "terraform.tfstate"));
  writeFileSync(join(folder, "terraform.tfvars.json"), VARIABLES);
  return folder;
}
