/** A `terraform apply` that dies in the middle is finished by the next one. */

import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { PrivateWeb } from "../../../stacks/private-web";
import { inventoryOf } from "../terraform/account";
import type { RunningCommand } from "../terraform/command";
import { expectGoneAfterDestroy, expectUnchanged, write } from "../terraform/life";
import { step } from "../terraform/progress";
import { type Stage, tellStory } from "../terraform/story";
import type { ApplyEvent } from "../terraform/terraform-json";
import { Workspace } from "../terraform/workspace";
import { type StallingProxy, stallAction } from "./stalling-proxy";

tellStory("killed apply", "private-web", (stage) => {
  test("an apply killed in the middle is finished by the next one", async () => {
    const proxy = await stallAction(stage().moto.endpoint, "RunInstances");
    const workspace = await Workspace.create(stage().tools, proxy, "killed apply", "private-web");
    const cast = { ...stage(), workspace };
    try {
      write(cast, (app) => new PrivateWeb(app, "private-web"));
      await workspace.init();
      await step(workspace.story, "apply, killed", () => killWhenStalled(cast, proxy));
      const half = [...(await workspace.state()).keys()];
      expect(half).toContain("aws_subnet.private_a");
      expect(half).not.toContain("aws_instance.main");

      proxy.heal();
      await workspace.apply();
      await expectUnchanged(cast);
      expect(
        (await inventoryOf(stage().account)).filter((line) => line.startsWith("instance ")),
      ).toHaveLength(2);
      await expectGoneAfterDestroy(cast);
    } finally {
      await proxy.stop();
      workspace.remove();
    }
  });
});

/**
 * The machines hang at the network, so nothing of them is there yet; all else is done and in the state. What was made
 * but not yet written down would be lost with any kill: no Terraform configuration can help that.
 */
async function killWhenStalled({ workspace }: Stage, proxy: StallingProxy): Promise<void> {
  const busy = new Set<string>();
  const running = workspace.startApply((event) => follow(busy, event));
  const ended = running.result.then(
    () => "finished",
    () => "failed",
  );
  let quiet = 0;
  while (quiet < 20) {
    const onlyMachines =
      proxy.stalled() > 0 && [...busy].every((address) => address.startsWith("aws_instance."));
    quiet = onlyMachines ? quiet + 1 : 0;
    await Promise.race([sleep(100), ended.then((end) => failBefore(end, running))]);
  }
  running.kill();
  expect(await ended).toBe("failed");
}

function follow(busy: Set<string>, { type, address = "" }: ApplyEvent): void {
  if (type === "apply_start") busy.add(address);
  if (type === "apply_complete") busy.delete(address);
}

async function failBefore(end: string, running: RunningCommand): Promise<never> {
  await running.result;
  throw new Error(`the apply ${end} before it could be killed`);
}
