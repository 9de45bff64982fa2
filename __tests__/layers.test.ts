import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "@jest/globals";

const ROOT = dirname(__dirname);

/** What a room may import of the project, besides itself. `bench` and `bin` stand outside and may use everything. */
const FOUNDATION = ["net", "terraform", "aws"];
const EVERYTHING = [...FOUNDATION, "modules", "stacks", "review", "handoff", "bin"];
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  net: [],
  terraform: ["net"],
  aws: ["net"],
  modules: FOUNDATION,
  stacks: ["net", "modules"],
  review: FOUNDATION,
  handoff: FOUNDATION,
  bin: EVERYTHING,
  bench: EVERYTHING,
};
const ROOMS = Object.keys(MAY_IMPORT);

/** The rooms that may import the builder's packages. */
const BUILDERS = new Set(["modules", "stacks", "bench", "main.ts"]);
const BUILDER_PACKAGES = /^(cdktf|constructs|@cdktf\/.*)$/;
const BUILDER_PATHS = /^(cdktf\/|@cdktf\/)/;

/** Every folder of code, from the top down: a file imports from its own folder, and from folders further down. */
const FLOORS: readonly string[] = [
  "bench",
  "bench/plain",
  "bench/plans",
  "bin",
  "bin/commands",
  "stacks",
  "modules/access",
  "modules/balancing",
  "modules/database",
  "modules/compute",
  "modules/network",
  "modules/nat",
  "modules/machine",
  "modules/firewall",
  "modules/addressing",
  "modules/terraform",
  "modules/terraform/checks",
  "handoff/folder",
  "handoff",
  "handoff/readme",
  "handoff/proof",
  "handoff/upgrade",
  "handoff/module",
  "review",
  "review/report/html",
  "review/report/drawing",
  "review/report/drawing/svg",
  "review/report/drawing/layout",
  "review/report/drawing/picture",
  "review/report/json",
  "review/report/markdown",
  "review/report/text",
  "review/report",
  "review/report/wording",
  "review/change",
  "review/change/causes",
  "review/change/disruption",
  "review/change/reach",
  "review/change/versions",
  "review/reach",
  "review/reach/balancing",
  "review/reach/forwarding",
  "review/reach/filtering",
  "review/reach/packets",
  "review/reach/endpoints",
  "review/model",
  "review/model/load-balancing",
  "review/model/auto-scaling",
  "review/model/interfaces",
  "review/model/connections",
  "review/model/vpc",
  "review/network",
  "review/read",
  "review/read/describe",
  "review/read/plan",
  "review/read/written",
  "review/read/config",
  "terraform/expression",
  "terraform",
  "aws",
  "aws/types",
  "net",
];

/** More files than this in one folder nobody takes in at a glance. */
const MOST_FILES = 13;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
}

const files = [...ROOMS.flatMap((room) => sources(room)), "main.ts"];
const imports = files.flatMap(importsOf);

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}

function importsOf(from: string): readonly Import[] {
  const text = readFileSync(join(ROOT, from), "utf8");
  return [...text.matchAll(/(?:from|import\(|require\()\s*["']([^"']+)["']/g)].map(([, target = ""]) =>
    target.startsWith(".")
      ? {
          from,
          to: relative(ROOT, join(ROOT, dirname(from), target))
            .split(sep)
            .join("/"),
          isPackage: false,
        }
      : { from, to: target, isPackage: true },
  );
}

const roomOf = (path: string): string => path.split("/")[0] ?? path;
const folderOf = (path: string): string => dirname(path).split(sep).join("/");
const local = imports.filter(({ isPackage }) => !isPackage);

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(local.length).toBeGreaterThan(100);
});

test("every folder with code is a room, or is left to the tests", () => {
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|__tests__$)/.test(entry.name))
    .map(({ name }) => name);
  const rooms = folders.filter((folder) => sources(folder).some((file) => !file.includes("node_modules")));
  expect(rooms.sort()).toEqual([...ROOMS].sort());
});

test("rooms import only rooms below them", () => {
  const wrong = local.filter(({ from, to }) => {
    const [room, target] = [roomOf(from), roomOf(to)];
    return room !== "main.ts" && room !== target && !MAY_IMPORT[room]?.includes(target);
  });
  expect(wrong).toEqual([]);
});

test("only the builder imports cdktf, constructs and the AWS bindings", () => {
  const wrong = imports.filter(
    ({ from, to, isPackage }) =>
      isPackage && (BUILDER_PACKAGES.test(to) || BUILDER_PATHS.test(to)) && !BUILDERS.has(roomOf(from)),
  );
  expect(wrong).toEqual([]);
});

test("the bindings are imported by their deep paths", () => {
  expect(imports.filter(({ to }) => to === "@cdktf/provider-aws")).toEqual([]);
});

test("every folder has its floor, and no floor is empty", () => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== "."));
  expect([...folders].filter((folder) => !FLOORS.includes(folder))).toEqual([]);
  expect(FLOORS.filter((folder) => !folders.has(folder))).toEqual([]);
});

test("folders of code import only folders on floors below them", () => {
  const wrong = local.filter(({ from, to }) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    return own !== "." && own !== other && FLOORS.indexOf(own) >= FLOORS.indexOf(other);
  });
  expect(wrong).toEqual([]);
});

test(`no folder has more than ${MOST_FILES} files`, () => {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(folderOf(file), (sizes.get(folderOf(file)) ?? 0) + 1);
  expect([...sizes].filter(([, size]) => size > MOST_FILES)).toEqual([]);
});

test("no two exported types share a name", () => {
  const places = new Map<string, readonly string[]>();
  for (const file of files)
    for (const [, name = ""] of readFileSync(join(ROOT, file), "utf8").matchAll(
      /^export (?:abstract )?(?:interface|type|class) (\w+)/gm,
    ))
      places.set(name, [...(places.get(name) ?? []), file]);
  expect([...places].filter(([, all]) => all.length > 1)).toEqual([]);
});

test("no file imports itself through others", () => {
  const targets = new Map<string, readonly string[]>(
    files.map((file) => [
      file,
      local.filter(({ from }) => from === file).map(({ to }) => (to.endsWith(".mjs") ? to : `${to}.ts`)),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (path.includes(file) || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});

test("no file only hands on what others export", () => {
  const barrels = files.filter((file) => {
    const lines = readFileSync(join(ROOT, file), "utf8")
      .replaceAll(/\/\*[\s\S]*?\*\//g, "")
      .split("\n")
      .filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => /^export .* from /.test(line));
  });
  expect(barrels).toEqual([]);
});
