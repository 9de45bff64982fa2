/** Every option of every module together: the provider's schema takes it, and Terraform can plan it. */
import { expect, test } from "@jest/globals";
import { EveryOption } from "../../modules/every-option/every-option";
import { write } from "../terraform/life";
import { LONG, tellStory } from "../terraform/story";

tellStory("every option", "every-option", (stage) => {
  test(
    "it is valid for provider 5 though the types are of version 6, and it plans",
    async () => {
      const { workspace } = stage();
      write(stage(), (app) => new EveryOption(app, { backend: { kind: "local" } }));
      await workspace.init();
      const plan = await workspace.plan();
      expect(plan.text).toMatch(/Plan: \d{3} to add, 0 to change, 0 to destroy/);
    },
    LONG,
  );
});
