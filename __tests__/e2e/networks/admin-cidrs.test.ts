/** Whom the variable `admin_cidrs` refuses, asked of the real Terraform: the same lists as the prop `adminCidrs` does. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { adminIssues } from "../../../modules/terraform/props";
import { isSomebodys } from "../../../modules/terraform/variables";
import { blockAround, formatCidr } from "../../../net/cidr";
import { bitsOf } from "../../../net/ip";
import { LARGEST_OWN } from "../../../net/own-addresses";
import { TwoTier } from "../../../stacks/two-tier";
import { terraform } from "../handoff/handed-over";
import { write } from "../terraform/life";
import { LONG, type Stage, tellStory } from "../terraform/story";
import { readEvent } from "../terraform/terraform-json";

const NO_BLOCK = "admin_cidrs must hold at least one CIDR block, such as 203.0.113.7/32 or 2001:db8::/64.";
const everybody = (largest: string) =>
  `admin_cidrs must not hold more than a ${largest} in all: name the addresses that administer, not everybody's.`;
const EVERYBODY_4 = everybody("/8 of IPv4");
const EVERYBODY_6 = everybody("/32 of IPv6");

tellStory("admin_cidrs", "two-tier", (stage) => {
  test.each<[list: readonly (string | null)[], ...said: string[]]>([
    [["203.0.113.7/32"]],
    [["198.51.100.0/24", "2001:db8:1::/48"]],
    [["11.0.0.0/8"]],
    [["11.0.0.0/9", "11.128.0.0/9", "2001:db8::/32"]],
    // What is named twice, or within another block, counts once.
    [["11.0.0.0/8", "11.0.0.0/8", "11.20.0.0/16", "11.20.30.0/24"]],
    [["11.20.0.0/16", "11.0.0.0/8"]],
    [["2001:db8::/32", "2001:DB8:0::/32", "2001:db8:1::/48"]],
    [["0.0.0.0/0"], EVERYBODY_4],
    [["::/0"], EVERYBODY_6],
    [["0.0.0.0/0", "::/0"], EVERYBODY_4, EVERYBODY_6],
    [["0.0.0.0/00"], EVERYBODY_4],
    [["0.0.0.0/1", "128.0.0.0/1"], EVERYBODY_4],
    [["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"], EVERYBODY_4],
    [["::/1", "8000::/1"], EVERYBODY_6],
    [["10.0.0.0/7"], EVERYBODY_4],
    [["11.0.0.0/8", "203.0.113.7/32"], EVERYBODY_4],
    [["2001:db8::/32", "2001:db9::7/128"], EVERYBODY_6],
    [["128.0.0.0/1", "11.0.0.0/8"], EVERYBODY_4],
    [[], NO_BLOCK],
    [["203.0.113.7"], NO_BLOCK],
    [["everybody"], NO_BLOCK],
    [["everybody/0", "/", ""], NO_BLOCK],
    [["203.0.113.0/33"], NO_BLOCK],
    [[null], NO_BLOCK],
    [["everybody", "0.0.0.0/1", "128.0.0.0/1"], NO_BLOCK, EVERYBODY_4],
  ])(
    "%j",
    async (list, ...said) => {
      const args = ["plan", "-json", "-var", `admin_cidrs=${JSON.stringify(list)}`];
      const { code, stdout } = await terraform(stage(), variableAlone(stage()), args, [0, 1]);
      expect(refusals(stdout)).toEqual(said);
      expect(code).toBe(said.length === 0 ? 0 : 1);
    },
    LONG,
  );

  test(
    "whatever the list, Terraform refuses it exactly when TypeScript does",
    async () => {
      const lists = fc.sample(fc.array(BLOCK, { minLength: 1, maxLength: 7 }), { numRuns: 400, seed: 8 });
      const mine = lists.map((list) => adminIssues(list).length === 0);
      expect(await verdicts(stage(), lists)).toEqual(mine);
      expect(mine.filter((accepted) => accepted).length).toBeGreaterThan(50);
      expect(mine.filter((accepted) => !accepted).length).toBeGreaterThan(50);
    },
    LONG,
  );
});

/** A folder with the variable as synth writes it, and nothing else: neither a provider nor a state is needed. */
function variableAlone(stage: Stage): string {
  const folder = join(stage.workspace.root, "variable");
  if (existsSync(folder)) return folder;
  write(stage, (app) => new TwoTier(app, "two-tier"));
  const { variable } = JSON.parse(readFileSync(join(stage.workspace.folder, "cdk.tf.json"), "utf8"));
  return written(folder, { variable: { admin_cidrs: variable.admin_cidrs } });
}

function written(folder: string, json: object): string {
  mkdirSync(folder);
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify(json));
  return folder;
}

/** What Terraform says against the value; any other error that it has stands there whole. */
function refusals(lines: string): readonly string[] {
  const errors = lines.trim().split("\n").map(readEvent);
  return errors
    .filter(({ type }) => type === "error")
    .map(
      ({ message }) =>
        /^Invalid value for variable: (.*)\n\nThis was checked by/.exec(message)?.[1] ?? message,
    );
}

/** Few places, and lengths around the limit or of one address, so that blocks often touch, hold and equal each other. */
const BLOCK = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    longer: fc.constantFrom(-1, 0, 1, 2, 3, 3, 120),
    place: fc.nat(31),
  })
  .map(({ family, longer, place }): string => {
    const [bits, limit] = [bitsOf(family), LARGEST_OWN[family]];
    const value = BigInt(place) << BigInt(bits - limit - 3);
    return formatCidr(blockAround({ family, value }, Math.min(limit + longer, bits)));
  });

/** All lists judged in one plan, by the expressions of the validations. */
async function verdicts(stage: Stage, lists: readonly (readonly string[])[]): Promise<readonly boolean[]> {
  const value = `\${[for list in var.lists : ${isSomebodys("list", 4)} && ${isSomebodys("list", 6)}]}`;
  const folder = written(join(stage.workspace.root, "lists"), {
    variable: { lists: { type: "list(list(string))", default: lists } },
    output: { fine: { value } },
  });
  await terraform(stage, folder, ["plan", "-out=plan"]);
  const { stdout } = await terraform(stage, folder, ["show", "-json", "plan"]);
  return JSON.parse(stdout).planned_values.outputs.fine.value;
}
