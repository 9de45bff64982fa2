/**
 * `npm run deploy`, `diff` and `destroy` on Node 20 and on Node 24, each with the command line that runs there: what one
 * has deployed, the other finds unchanged and takes down.
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { unreachable } from "../../cdktn/project";
import { Clone } from "../../readme/clone";
import { inventoryOf } from "../terraform/account";
import { step } from "../terraform/progress";
import { ADMIN_CIDRS, LONG, type Stage, tellMissing, tellStory } from "../terraform/story";
import { type Major, NodeVersions } from "./node-versions";

const STACK = "private-web";
const CIDRS = JSON.stringify(ADMIN_CIDRS);
// Three ways to give the variable, as README.md tells them.
const BY_ARGUMENT = `'--var=admin_cidrs=${CIDRS}'`;
const BY_FILE = "--var-file=office.tfvars";
const BY_ENVIRONMENT = { TF_VAR_admin_cidrs: CIDRS };

const UNATTENDED = "--skip-provider-lock";
const MAJORS = [20, 24] as const;

const reason = process.env["CI"] === undefined ? unreachable() : undefined;
if (reason === undefined) tellStory("deploy", "deploy", tellDeploys);
else tellMissing("deploy", [`Node 24 from npm: ${reason}`]);

function tellDeploys(stage: () => Stage): void {
  const versions = new NodeVersions();
  /** A project's folder for each Node that deploys. */
  const clones = { 20: new Clone(), 24: new Clone() };

  beforeAll(async () => {
    await step("deploy", "install Node 24 and its packages", () => versions.install());
    versions.givePackages(clones[24], 24);
    for (const major of MAJORS) clones[major].write("office.tfvars", `admin_cidrs = ${CIDRS}\n`);
  }, LONG);

  afterAll(() => {
    for (const major of MAJORS) clones[major].remove();
    versions.remove();
  });

  const npmRun = async (node: Major, clone: Clone, line: string, variables = {}): Promise<string> => {
    const PATH = `${versions.pathWith(node)}:${dirname(stage().tools.terraform)}`;
    const env = { ...stage().workspace.env, ...variables, PATH };
    const name = `Node ${node}: ${line.split(" ", 1)}`;
    const { code, said } = await step("deploy", name, () => clone.run(`npm run ${line}`, env));
    expect(`${said}\nexit code ${code}`).toMatch(/exit code 0$/);
    return said;
  };

  test.each([
    [20, "0.21.0"],
    [24, "0.24.0"],
  ] as const)("Node %i runs its own command line", async (major, version) => {
    expect(await npmRun(major, clones[major], "deploy -- --version")).toContain(`\n${version}\n`);
  });

  test(
    "deploy builds the network, and keeps its state in the project's folder",
    async () => {
      const line = `deploy -- ${STACK} ${BY_ARGUMENT} ${UNATTENDED} --auto-approve`;
      for (const said of await Promise.all(MAJORS.map((major) => npmRun(major, clones[major], line))))
        expect(said).toMatch(/Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/);
      for (const major of MAJORS)
        expect(existsSync(join(clones[major].folder, `terraform.${STACK}.tfstate`))).toBe(true);
    },
    LONG,
  );

  test(
    "the other Node finds nothing to change, and takes it down",
    async () => {
      const takeOver = async (node: Major, clone: Clone, argument: string, variables = {}): Promise<void> => {
        versions.givePackages(clone, node);
        const diff = await npmRun(node, clone, `diff -- ${STACK} ${argument} ${UNATTENDED}`, variables);
        expect(diff).toContain("No changes.");
        const destroy = `destroy -- ${STACK} ${argument} ${UNATTENDED} --auto-approve`;
        expect(await npmRun(node, clone, destroy, variables)).toMatch(
          /Destroy complete! Resources: \d+ destroyed/,
        );
      };
      await Promise.all([takeOver(24, clones[20], "", BY_ENVIRONMENT), takeOver(20, clones[24], BY_FILE)]);
      expect(await inventoryOf(stage().account)).toEqual(stage().before);
    },
    LONG,
  );
}
