/** README.md's commands in the order of the page, from synth to destroy, on a copy of the project. */
import { dirname } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { Clone, type Outcome } from "../../readme/clone";
import { BLOCKS, commandsOf, NEEDS_TERRAFORM } from "../../readme/page";
import { inventoryOf } from "../terraform/account";
import { step } from "../terraform/progress";
import { LONG, type Stage, tellStory } from "../terraform/story";

const commands = BLOCKS.filter(({ language }) => language === "bash").flatMap(commandsOf);

/** What comes before Terraform's commands and is as quick as in the unit tests; the rest of `npm` is for .ci/run. */
const PREPARES = /^(npm run synth|mkdir|cp|npx tiers handoff) ?/;

/** Answers for a run without a person, a registry and a server that answers to ssh. */
const UNATTENDED: readonly (readonly [RegExp, string])[] = [
  [/^npx tiers /, "node bin/tiers.mjs "],
  [/^npm run (diff|deploy|destroy) .*/, "$& --skip-provider-lock"],
  [/^npm run (deploy|destroy) .*/, "$& --auto-approve"],
  [/^terraform \S+ (init|plan|apply)\b/, "$& -input=false -no-color"],
  [/^terraform \S+ apply\b/, "$& -auto-approve"],
  [/^ssh /, "ssh -G "],
];

/** What a command must have said, besides ending well. */
const SAYS: readonly (readonly [RegExp, RegExp])[] = [
  [/^npm run diff/, /Plan: \d+ to add, 0 to change, 0 to destroy/],
  [/^npm run deploy/, /Apply complete! Resources: \d+ added, 0 changed, 0 destroyed/],
  [/^ssh /, /^hostname 10\.0\.\d+\.\d+$[\s\S]*^proxyjump multi-subnet-bastion$/m],
  [/-replace=aws_instance\.web_a/, /aws_instance\.web_a: Creation complete/],
  [/^npm run destroy/, /Destroy complete! Resources: \d+ destroyed/],
  [/^terraform \S+ plan/, /Plan: \d+ to add, 0 to change, 0 to destroy/],
  [/^terraform \S+ test/, /Success! \d+ passed, 0 failed/],
];

tellStory("README.md", "readme", (stage) => {
  const clone = new Clone();
  afterAll(() => clone.remove());

  test.each(commands.filter((command) => PREPARES.test(command) || NEEDS_TERRAFORM.test(command)))(
    "%s",
    async (command) => {
      const { code, said } = await step("README.md", command.slice(0, 60), () =>
        runIn(stage(), clone, command),
      );
      expect(`${said}\nexit code ${code}`).toMatch(/exit code 0$/);
      for (const [pattern, words] of SAYS) if (pattern.test(command)) expect(said).toMatch(words);
    },
    LONG,
  );

  test("nothing is left", async () => {
    expect(await inventoryOf(stage().account)).toEqual(stage().before);
  });
});

function runIn({ workspace, tools }: Stage, clone: Clone, command: string): Promise<Outcome> {
  const line = UNATTENDED.reduce((text, [pattern, answer]) => text.replace(pattern, answer), command);
  const PATH = `${dirname(tools.terraform)}:${workspace.env["PATH"]}`;
  return clone.run(line, { ...workspace.env, PATH });
}
