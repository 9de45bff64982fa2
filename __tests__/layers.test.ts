import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect, test } from "@jest/globals";

const ROOT = dirname(__dirname);
const ROOMS = ["net", "modules", "stacks", "review", "handoff", "lab", "bin", "bench"];

/** What a room may import of the project, besides itself. `bench` and `bin` stand outside and may use everything. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  net: [],
  modules: ["net"],
  stacks: ["net", "modules"],
  review: ["net"],
  handoff: ["net", "review"],
  lab: ["net", "review"],
  bin: ROOMS,
  bench: ROOMS,
};

/** The rooms that may import the builder's packages. */
const BUILDERS = new Set(["modules", "stacks", "bench", "main.ts"]);
const BUILDER_PACKAGES = /^(cdktf|constructs|@cdktf\/.*)$/;
const BUILDER_PATHS = /^(cdktf\/|@cdktf\/)/;

/** Inside modules/ and review/: a folder may import only folders further down. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  modules: [
    "access",
    "balancing",
    "database",
    "compute",
    "network",
    "nat",
    "machine",
    "firewall",
    "terraform",
    "addressing",
  ],
  review: ["matchers", "report", "delta", "reach", "model", "read"],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isPackage: boolean;
}

const files = [...ROOMS.flatMap((room) => sources(room)), "main.ts"];
const imports = files.flatMap(importsOf);

function sources(folder: string): readonly string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
      .map((name) => join(folder, name));
  } catch {
    return []; // a room that is not built yet
  }
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
const folderOf = (path: string): string => (path.split("/")[1] ?? "").replace(/\.ts$/, "");
const local = imports.filter(({ isPackage }) => !isPackage);

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(local.length).toBeGreaterThan(100);
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

test.each(Object.entries(FLOORS))("inside %s, folders import only folders below them", (room, floors) => {
  const inside = local.filter(
    ({ from, to }) => roomOf(from) === room && roomOf(to) === room && from.split("/").length > 2,
  );
  const wrong = inside.filter(
    ({ from, to }) =>
      folderOf(from) !== folderOf(to) && floors.indexOf(folderOf(from)) >= floors.indexOf(folderOf(to)),
  );
  expect(wrong.filter(({ from }) => floors.includes(folderOf(from)))).toEqual([]);
});

test("no file imports itself through others", () => {
  const targets = new Map<string, readonly string[]>(
    files.map((file) => [file, local.filter(({ from }) => from === file).map(({ to }) => `${to}.ts`)]),
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
