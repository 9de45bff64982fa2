/** The four networks synthesized and handed over by the real command, and Terraform run in any folder. */
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "@jest/globals";
import { App } from "cdktf";
import { Maintenance } from "../../../stacks/maintenance";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import { PrivateWeb } from "../../../stacks/private-web";
import { TwoTier } from "../../../stacks/two-tier";
import { type CommandResult, run } from "../terraform/command";
import { step } from "../terraform/progress";
import { ADMIN_CIDRS, type Stage } from "../terraform/story";

export const PROJECT = resolve(__dirname, "../../..");
export const NETWORKS = ["two-tier", "private-web", "multi-subnet", "maintenance"] as const;
/** The variables that every network needs, as a `.tfvars.json`. */
export const VARIABLES = JSON.stringify({ admin_cidrs: ADMIN_CIDRS });
const TIMEOUT = 600_000;

/** Writes the stacks to `cdktf.out` in the story's folder. */
export function synthesizeAll({ workspace }: Stage): void {
  const app = new App({ outdir: join(workspace.root, "cdktf.out") });
  new TwoTier(app, "two-tier");
  new PrivateWeb(app, "private-web");
  new MultiSubnet(app, "multi-subnet");
  // Protected, it could not be taken down again.
  new Maintenance(app, "maintenance", { databaseProtection: "off" });
  app.synth();
}

/** `tiers ARGS` in the story's folder. */
export function tiers(
  stage: Stage,
  args: readonly string[],
  accept: readonly number[] = [0],
): Promise<CommandResult> {
  const { root, env } = stage.workspace;
  const program = process.execPath;
  return run({
    program,
    args: [join(PROJECT, "bin/tiers.mjs"), ...args],
    cwd: root,
    env,
    timeout: TIMEOUT,
    accept,
  });
}

/** Hands all four over, to `handed/NAME` in the story's folder. */
export async function handOverAll(stage: Stage): Promise<void> {
  synthesizeAll(stage);
  await tiers(stage, ["handoff", "cdktf.out", "--into", "handed"]);
}

/** A copy of a handed-over module, to run Terraform in or to break. */
export function copyOf({ workspace }: Stage, name: string, as: string): string {
  const folder = join(workspace.root, as);
  mkdirSync(folder, { recursive: true });
  cpSync(join(workspace.root, "handed", name), folder, { recursive: true });
  return folder;
}

/** Terraform in a folder, with the story's settings. */
export function terraform(
  stage: Stage,
  folder: string,
  args: readonly string[],
  accept: readonly number[] = [0],
): Promise<CommandResult> {
  const { workspace, tools } = stage;
  const [verb = ""] = args;
  const more =
    verb === "init" || verb === "plan" || verb === "apply" || verb === "destroy" ? ["-input=false"] : [];
  const command = {
    program: tools.terraform,
    args: [...args, ...more, "-no-color"],
    cwd: folder,
    env: workspace.env,
    timeout: TIMEOUT,
    accept,
  };
  return step(workspace.story, `${verb} ${folder.slice(workspace.root.length + 1)}`, () => run(command));
}

/** The state of the stack `name`, deployed from the story's folder, is its hand-off's, which finds nothing to change. */
export async function expectTakenOver(stage: Stage, name: (typeof NETWORKS)[number]): Promise<void> {
  await tiers(stage, ["handoff", `cdktf.out/stacks/${name}`, "--out", `handed/${name}`]);
  const folder = takeOver(stage, name);
  await terraform(stage, folder, ["init"]);
  // Exit code 0 of -detailed-exitcode is: no change, in resources and outputs.
  const { stdout } = await terraform(stage, folder, ["plan", "-detailed-exitcode"]);
  expect(stdout).toContain("No changes. Your infrastructure matches the configuration.");
}

/** As the hand-off's README says. */
function takeOver(stage: Stage, name: string): string {
  const folder = copyOf(stage, name, `taken/${name}`);
  copyFileSync(join(folder, "examples/root/providers.tf"), join(folder, "providers.tf"));
  copyFileSync(join(stage.workspace.root, `terraform.${name}.tfstate`), join(folder, "terraform.tfstate"));
  writeFileSync(join(folder, "terraform.tfvars.json"), VARIABLES);
  return folder;
}
