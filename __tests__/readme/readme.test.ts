/** README.md is true: its commands run, its TypeScript compiles and synthesizes, its tables agree with the JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Clone, type Outcome } from "./clone";
import { outputOf, PROGRAM, placeOf, writePrograms } from "./excerpts";
import { BLOCKS, type Block, codeIn, commandsOf, NEEDS_TERRAFORM, NETWORKS, PAGE, ROOT, table } from "./page";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const of = (language: string): readonly Block[] => BLOCKS.filter((block) => block.language === language);

/** Commands that are not run here, the file whose run runs them, and how it says so. */
const ELSEWHERE: readonly (readonly [RegExp, string, RegExp])[] = [
  [/^npm ci$/, ".ci/run", /^if npm ci\b/m],
  [/^npm test$/, ".ci/run", /^commands=\("test"/m],
  [NEEDS_TERRAFORM, "__tests__/e2e/deploy/readme.test.ts", /\bNEEDS_TERRAFORM\b/],
];

const clone = new Clone();
/** What each command said that was run here, what the excerpts failed with, and what the compiler found. */
const outcomes = new Map<string, Outcome>();
let failures: Readonly<Record<string, string>> = {};
let compiled: Outcome;

beforeAll(async () => {
  const files = writePrograms(clone, of("ts"));
  clone.write("bin/readme.mjs", `import { launch } from "./launch.mjs";\nawait launch("${PROGRAM}");\n`);
  const commands = of("bash")
    .flatMap(commandsOf)
    .filter((command) => !ELSEWHERE.some(([pattern]) => pattern.test(command)));
  const [types, excerpts] = await Promise.all([
    clone.run(`node ${join(__dirname, "compile.mjs")} ${files.join(" ")}`),
    clone.run("node bin/readme.mjs"),
    runInOrder(commands),
  ]);
  compiled = types;
  if (excerpts.code !== 0) throw new Error(excerpts.said);
  failures = JSON.parse(excerpts.said) as typeof failures;
}, 60_000);

afterAll(() => clone.remove());

async function runInOrder(commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    // What `npx tiers` runs, without npx's own seconds.
    const program = command.replace(/^npx tiers\b/, "node bin/tiers.mjs");
    outcomes.set(command, await clone.run(program));
  }
}

test.each(BLOCKS.map((block) => [block.line, block] as const))("the block on line %i holds", (_, block) => {
  switch (block.language) {
    case "bash":
      commandsOf(block).forEach(expectToRun);
      return;
    case "ts":
      if (placeOf(block) === undefined && !showsFailure(block)) expect(failures[block.line]).toBeUndefined();
      return;
    case "text":
      expect(saidBy(block.before).split("\n")).toEqual(
        expect.arrayContaining(block.text.trimEnd().split("\n")),
      );
      return;
    default:
      throw new Error(`nothing executes a block of "${block.language}"`);
  }
});

function expectToRun(command: string): void {
  const elsewhere = ELSEWHERE.find(([pattern]) => pattern.test(command));
  if (elsewhere === undefined) {
    const outcome = outcomes.get(command);
    // `tiers explain` ends with 2 for what it finds blocked, and only then.
    const code = outcome?.said.includes("BLOCKED") ? 2 : 0;
    expect({ command, ...outcome }).toMatchObject({ command, code });
  } else {
    const [, file, says] = elsewhere;
    expect(read(file)).toMatch(says);
  }
}

/** A `ts` block that a `text` block follows shows what it fails with. */
const showsFailure = (block: Block): boolean =>
  BLOCKS.some(({ language, before }) => language === "text" && before === block);

function saidBy(block: Block | undefined): string {
  if (block?.language === "ts") return failures[block.line]?.replace(/^InputError: [\w-]+: /gm, "") ?? "";
  return (block === undefined ? [] : commandsOf(block))
    .map((command) => outcomes.get(command)?.said)
    .join("");
}

test("the TypeScript compiles", () => {
  expect(compiled).toEqual({ code: 0, said: "\n" });
});

const isTest = (block: Block): boolean => placeOf(block)?.endsWith(".test.ts") ?? false;

test("every test on the page passes", async () => {
  const tests = of("ts").filter(isTest);
  expect(tests).not.toEqual([]);
  // A reader names no room.
  const env = { ...process.env, JEST_ROOM: undefined };
  for (const block of tests) {
    const { code, said } = await clone.run(`npx jest --ci ${placeOf(block)}`, env);
    expect(said).toMatch(/Tests: +[1-9]\d* passed, \d+ total/);
    expect(code).toBe(0);
  }
}, 60_000);

test("every file of TypeScript is used by a line of main.ts", () => {
  const uses = of("ts").filter((block) => placeOf(block) === undefined);
  for (const file of of("ts").filter((block) => placeOf(block) !== undefined && !isTest(block))) {
    const [, name = "?"] = /^export class (\w+)/m.exec(file.text) ?? [];
    expect(uses.filter(({ text }) => text.includes(`new ${name}(app, `))).toHaveLength(1);
  }
});

interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly variable: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
  readonly output: Readonly<Record<string, unknown>>;
}

const network = (name: string, outdir = "cdktf.out"): StackJson =>
  clone.json(`${outdir}/stacks/${name}/cdk.tf.json`) as StackJson;

test("the first page's TypeScript is the network multi-subnet", () => {
  const [first] = of("ts");
  if (first === undefined) throw new Error("there is no TypeScript");
  expect(network("multi-subnet", outputOf(first)).resource).toEqual(network("multi-subnet").resource);
});

test("the picture shows every subnet with its block, and everything that stands in them", () => {
  const { aws_vpc, aws_subnet, aws_instance, aws_nat_gateway, aws_lb } = network("multi-subnet").resource;
  const shown = [...read("stacks/multi-subnet.svg").matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);
  const names = [aws_subnet, aws_instance, aws_nat_gateway, aws_lb].flatMap((all) => Object.keys(all ?? {}));
  const blocks = [aws_vpc, aws_subnet].flatMap((all) =>
    Object.values(all ?? {}).map((one) => one["cidr_block"]),
  );
  expect(shown).toEqual(expect.arrayContaining([...names, ...blocks]));
  expect(shown.filter((text) => /^\d+\.\d+\.\d+\.\d+\/[1-9]/.test(text ?? "")).sort()).toEqual(blocks.sort());
  expect(PAGE).toContain("](stacks/multi-subnet.svg)");
});

test("the table of networks tells promises that they make", () => {
  const rows = table("network", "what it is", "reaches", "never");
  expect(rows.flatMap((row) => codeIn(row["network"]))).toEqual(NETWORKS);
  for (const row of rows) {
    const [name = ""] = codeIn(row["network"]);
    const { promises } = clone.json(`cdktf.out/stacks/${name}/promises.json`) as {
      readonly promises: readonly Readonly<Record<string, string>>[];
    };
    const told = (verdict: string) =>
      promises
        .filter((one) => one["verdict"] === verdict)
        .map(({ from, to, traffic }) => `${from} → ${to} ${traffic}`);
    expect(told("reachable")).toEqual(expect.arrayContaining([...codeIn(row["reaches"])]));
    expect(told("blocked")).toEqual(expect.arrayContaining([...codeIn(row["never"])]));
  }
});

test("the table of variables agrees with the JSON, and a prop fixes what the table says it fixes", () => {
  const rows = table("variable", "type", "default");
  for (const name of NETWORKS) {
    const declared = Object.entries(network(name).variable).map(([variable, { type, ...rest }]) => [
      variable,
      type,
      "default" in rest ? String(rest.default) : "must be set",
    ]);
    expect(
      rows
        .map((row) => [row["variable"], row["type"], row["default"]].map((c = "") => c.replaceAll("`", "")))
        .sort(),
    ).toEqual(declared.sort());
  }
  const fixing = rows.filter((row) => row["fixed by"] !== "");
  const props = fixing.flatMap((row) => codeIn(row["fixed by"]));
  const fixed = of("ts").find(({ text }) => props.every((prop) => text.includes(`${prop}:`)));
  if (fixed === undefined) throw new Error(`no example sets ${props.join(" and ")}`);
  const left = Object.keys(network("multi-subnet", outputOf(fixed)).variable);
  expect([...left, ...fixing.flatMap((row) => codeIn(row["variable"]))].sort()).toEqual(
    rows.flatMap((row) => codeIn(row["variable"])).sort(),
  );
});

test("the table of outputs agrees with the JSON", () => {
  const told = table("output", "of").flatMap((row) =>
    (row["of"] === "every network" ? NETWORKS : codeIn(row["of"])).map(
      (n) => `${n} ${codeIn(row["output"])}`,
    ),
  );
  const there = NETWORKS.flatMap((name) =>
    Object.keys(network(name).output).map((output) => `${name} ${output}`),
  );
  expect(told.sort()).toEqual(there.sort());
});
