/** Which instance an index chooses, where a plan lists references alone: one where no other fits, else nobody knows. */
import { expect, test } from "@jest/globals";
import { chosenKey, partAt } from "../../../../review/read/plan/instance-choice";

const rows = (count: number) => Array.from({ length: count }, (_, i) => `[${i}]`);
const named = (...names: readonly string[]) => names.map((name) => `["${name}"]`);

test.each([
  ["as many on either side", ["count.index"], 3, 3, "[1]"],
  ["fewer: an offset would fit", ["count.index"], 3, 2, undefined],
  ["more: they share, in an order that is not told", ["count.index"], 2, 3, undefined],
  ["something beside it", ["count.index", "var.shift"], 3, 3, undefined],
  ["nothing", [], 3, 3, undefined],
])("count: %s", (_, index, all, own, expected) => {
  const repeated = { key: "[1]", siblings: rows(own), valueFor: () => undefined };
  expect(chosenKey(index, rows(all), repeated)).toBe(expected);
});

const SHIFTS: Readonly<Record<string, string>> = { early: "north", late: "south", night: "nowhere" };

test.each([
  ["its own key", "each.key", named("early", "late"), ["early", "late"], '["early"]'],
  ["its own key, which not all have", "each.key", named("early", "noon"), ["early", "late"], undefined],
  ["a value that is a key", "each.value", named("north", "south"), ["early", "late"], '["north"]'],
  [
    "a value that is none for one of them",
    "each.value",
    named("north", "south"),
    ["early", "night"],
    undefined,
  ],
])("for_each: %s", (_, reference, keys, siblings, expected) => {
  const chosen = chosenKey([reference], keys, {
    key: '["early"]',
    siblings: named(...siblings),
    valueFor: (_each, key) => {
      const name = key.slice(2, -2);
      return reference === "each.key" ? name : SHIFTS[name];
    },
  });
  expect(chosen).toBe(expected);
});

test.each([
  [".to", "east"],
  [".ports[1]", 8443],
  ['["to"]', "east"],
  [".none.deeper", undefined],
  [".ports[7]", undefined],
])("the part %s", (path, expected) => {
  expect(partAt({ to: "east", ports: [443, 8443] }, path)).toBe(expected);
});
