/** The chapters of a network's life that every story shares: written, built, found unchanged, taken down. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { App } from "cdktf";
import { inventoryOf } from "./account";
import { ADMIN_CIDRS, type Stage } from "./story";
import { PROVIDER_VERSION } from "./tools";

/** The plan of a network of which nothing exists yet, as `terraform show -json` tells it. */
export const FIRST_PLAN = "first-plan.json";

/** Writes the stack's JSON where Terraform will run; a second time, in place of what was there. */
export function write({ workspace }: Stage, build: (app: App) => void): void {
  const app = new App({ outdir: `${workspace.root}/cdktf.out` });
  build(app);
  app.synth();
  const { variable = {} } = JSON.parse(readFileSync(join(workspace.folder, "cdk.tf.json"), "utf8"));
  if ("admin_cidrs" in variable) workspace.setVariables({ admin_cidrs: ADMIN_CIDRS });
}

/** From the JSON to a running network; `plan` first, as everybody should. */
export async function bringUp({ workspace }: Stage): Promise<void> {
  await workspace.init();
  expect(Object.values(await workspace.providers())).toEqual([PROVIDER_VERSION]);
  const plan = await workspace.plan();
  expect(plan.changes).toBe(true);
  await workspace.keep(FIRST_PLAN, plan);
  await workspace.apply(plan);
}

/** Terraform finds what it made as it made it. */
export async function expectUnchanged({ workspace }: Stage): Promise<void> {
  const plan = await workspace.plan();
  if (plan.changes) throw new Error(`a second plan still has changes:\n${plan.text}`);
}

/** Nothing that was not there before is left, in the state or in the account. */
export async function expectGoneAfterDestroy({ workspace, account, before }: Stage): Promise<void> {
  await workspace.destroy();
  expect([...(await workspace.state()).keys()]).toEqual([]);
  expect(await inventoryOf(account)).toEqual(before);
}
