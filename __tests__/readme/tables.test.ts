/** The tables of README.md that tell of sources, not of JSON: props, prices, packages, commands, rooms. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { codeIn, NETWORKS, PAGE, ROOT, table } from "./page";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

test("the table of props names every prop of every network", () => {
  const rows = table("network", "props").map((row) => [row["network"] ?? "", codeIn(row["props"])] as const);
  const declared = [
    ["every", "modules/terraform/base-stack.ts"],
    ...NETWORKS.map((n) => [`\`${n}\``, `stacks/${n}.ts`]),
  ];
  expect(rows).toEqual(declared.map(([name, file = ""]) => [name, propsIn(read(file))]));
});

function propsIn(source: string): readonly string[] {
  const [body = ""] = /^export interface \w+Props [\s\S]*?^}/m.exec(source) ?? [];
  return [...body.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name = ""]) => name);
}

test("prices are those that the choice of NAT documents", () => {
  const documented = read("modules/nat/nat.ts").replaceAll(/\s*\n\s*\*?\s*/g, " ");
  const told = PAGE.match(/\d+(\.\d+)? USD a (month and zone|month for|GB)|\d{4}-\d\d(?=;)/g) ?? [];
  expect(told).toHaveLength(4);
  for (const price of told) expect(documented).toContain(price.replace(/ (and zone|for)$/, ""));
  expect(table("`kind`").flatMap((row) => codeIn(row["`kind`"]))).toEqual(
    [...documented.matchAll(/readonly kind: "(\w+)"/g)]
      .map(([, kind]) => kind)
      .filter((k, i, all) => all.indexOf(k) === i),
  );
});

test("the table of dependencies is that of package.json", () => {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(read("package.json"));
  const there = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies });
  expect(
    table("package")
      .flatMap((row) => codeIn(row["package"]))
      .sort(),
  ).toEqual(there.sort());
});

test("the commands of the table of tests are there, and so are their tests", () => {
  const { scripts } = JSON.parse(read("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const command of table("command", "what").flatMap((row) => codeIn(row["command"]))) {
    const script = scripts[command.replace(/^npm (run )?/, "")] ?? "";
    expect([command, script]).not.toEqual([command, ""]);
    const [, rooms = ""] = /JEST_ROOM='?\{?([\w,]+)/.exec(script) ?? [];
    for (const room of rooms.split(",").filter(Boolean))
      expect([room, testsIn(room)]).not.toEqual([room, []]);
  }
});

const testsIn = (room: string): readonly string[] =>
  readdirSync(join(ROOT, "__tests__", room), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".test.ts"),
  );

test("the table of rooms has every folder, and links lead somewhere", () => {
  const folders = [...new Set(sources().flatMap((path) => /^[^./][^/]*\//.exec(path) ?? []))];
  expect(
    table("room")
      .flatMap((row) => codeIn(row["room"]))
      .sort(),
  ).toEqual(["main.ts", ...folders].sort());
  for (const [, target = ""] of PAGE.matchAll(/\]\(([^)#:]+)\)/g))
    expect([target, existsSync(join(ROOT, target))]).toEqual([target, true]);
});

/** What git keeps; where the project is no clone, every file that is there. */
function sources(): readonly string[] {
  const { status, stdout } = spawnSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" });
  if (status === 0) return stdout.split("\n");
  const rooms = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return rooms.map(({ name }) => `${name}/`).filter((name) => !/^(node_modules|cdktf\.out)\//.test(name));
}
