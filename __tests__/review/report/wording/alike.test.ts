/** Pairs told as one row: none is lost, and none is told with others that it is not like. */
import { expect, test } from "@jest/globals";
import { stretch } from "../../../../net/traffic-set";
import type { ReachChange, ReachEnd } from "../../../../review/change/reach/reach-change";
import { toldTogether } from "../../../../review/report/wording/alike";

const end = (name: string): ReachEnd => ({ name, members: [name], state: "kept" });
const opened = (from: string, to: string, port: number, cause = "web"): ReachChange => ({
  kind: "opened",
  from: end(from),
  to: end(to),
  traffic: stretch("tcp", port, port),
  exposes: from === "internet",
  causes: [{ address: `aws_security_group.${cause}`, action: "update", text: "" }],
  path: [],
});
const rows = (...changes: readonly ReachChange[]) =>
  toldTogether(changes).map(({ change, count }) => `${change.from.name} → ${change.to.name} ${count}`);

test.each<[string, readonly ReachChange[], readonly string[]]>([
  ["one pair", [opened("a", "b", 80)], ["a → b 1"]],
  ["several senders", [opened("a", "x", 80), opened("b", "x", 80)], ["a, b → x 2"]],
  ["several receivers", [opened("a", "x", 80), opened("a", "y", 80)], ["a → x, y 2"]],
  [
    "every one with every one",
    [opened("a", "x", 80), opened("a", "y", 80), opened("b", "x", 80), opened("b", "y", 80)],
    ["a, b → x, y 4"],
  ],
  [
    "not every one with every one",
    [opened("a", "x", 80), opened("a", "y", 80), opened("b", "x", 80)],
    ["a, b → x 2", "a → y 1"],
  ],
  ["other ports", [opened("a", "x", 80), opened("b", "x", 81)], ["a → x 1", "b → x 1"]],
  ["other causes", [opened("a", "x", 80), opened("b", "x", 80, "other")], ["a → x 1", "b → x 1"]],
  [
    "the internet and a machine",
    [opened("internet", "x", 80), opened("b", "x", 80)],
    ["internet → x 1", "b → x 1"],
  ],
])("%s", (_name, changes, expected) => {
  expect(rows(...changes)).toEqual(expected);
});

test("many are counted, not all named", () => {
  const many = Array.from({ length: 20 }, (_, i) => opened(`m${i}`, "x", 80));
  expect(rows(...many)).toEqual(["m0, m1, m2, m3 and 16 more → x 20"]);
});
