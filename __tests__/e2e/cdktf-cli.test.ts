/** CDKTF's own command line, as a user runs it: `npx cdktf deploy private-web`, then `destroy`. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "@jest/globals";
import { inventoryOf } from "./account";
import { run } from "./command";
import { step } from "./progress";
import { ADMIN_CIDRS, LONG, type Stage, tellStory } from "./story";

const PROJECT = resolve(__dirname, "../..");
const ADMIN = ["--var", `admin_cidrs=${JSON.stringify(ADMIN_CIDRS)}`];

tellStory("cdktf", "private-web", (stage) => {
  test("deploy", async () => {
    // A folder of its own in place of the project's, so that a run leaves neither JSON nor state there.
    writeFileSync(
      join(stage().workspace.root, "cdktf.json"),
      JSON.stringify({
        language: "typescript",
        app: `node ${join(PROJECT, "bin/synth.mjs")}`,
        projectId: "e2e",
      }),
    );
    await cdktf(stage(), "deploy");
    const made = await inventoryOf(stage().account);
    expect(made.filter((line) => /^(instance|nat gateway) /.test(line))).toHaveLength(3);
  });

  test("destroy leaves nothing", async () => {
    await cdktf(stage(), "destroy");
    expect(await inventoryOf(stage().account)).toEqual(stage().before);
  });
});

async function cdktf({ tools, workspace }: Stage, verb: "deploy" | "destroy"): Promise<void> {
  const program = join(PROJECT, "node_modules/.bin/cdktf");
  const args = [verb, "private-web", "--auto-approve", "--skip-provider-lock", ...ADMIN];
  const env = { ...workspace.env, TERRAFORM_BINARY_NAME: tools.terraform, CI: "true" };
  const command = { program, args, cwd: workspace.root, env, timeout: LONG };
  const { stdout, stderr } = await step(workspace.story, `npx cdktf ${verb}`, () => run(command));
  expect(`${stdout}${stderr}`).toMatch(verb === "deploy" ? /Apply complete!/ : /Destroy complete!/);
}
