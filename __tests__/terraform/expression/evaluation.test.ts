/** What expressions come to: known where everything in them is, else unknown; never the one for the other. */
import { expect, test } from "@jest/globals";
import { evaluate, withIds } from "../../../terraform/expression/evaluation";
import { parseExpression } from "../../../terraform/expression/parser";
import type { Scope } from "../../../terraform/expression/scope";
import { isUnknown, Reference, Unknown, type Value } from "../../../terraform/values";

const NAMES: Readonly<Record<string, Value>> = {
  "count.index": 1,
  "local.quays": { north: { berth: 4 }, south: { berth: 7 } },
  "local.names": ["south", "north", "east"],
  "local.later": new Unknown("local.later", "known after apply"),
};

const SCOPE: Scope = {
  place: "aws_instance.crane.subnet_id",
  named: (root, name) => NAMES[`${root}.${name}`],
  instances: (type, name) =>
    type !== "aws_subnet"
      ? undefined
      : name === "pier"
        ? { kind: "count", byKey: new Map([0, 1, 2].map((i) => [`${i}`, `aws_subnet.pier[${i}]`])) }
        : {
            kind: "for_each",
            byKey: new Map(["north", "south"].map((key) => [key, `aws_subnet.dock["${key}"]`])),
          },
  attribute: (address, name) => new Reference(address, name),
};

const said = (text: string): Value => withIds(evaluate(parseExpression(text), SCOPE));
const pier = (...numbers: readonly number[]) =>
  numbers.map((i) => new Reference(`aws_subnet.pier[${i}]`, "id"));
const dock = (...keys: readonly string[]) =>
  keys.map((key) => new Reference(`aws_subnet.dock["${key}"]`, "id"));

test.each<[string, readonly Value[]]>([
  ["[aws_subnet.pier[count.index + 1].id]", pier(2)],
  ["[aws_subnet.pier[length(aws_subnet.pier) - count.index - 1].id]", pier(1)],
  ["[element(aws_subnet.pier[*].id, 4)]", pier(1)],
  ["aws_subnet.pier[*].id", pier(0, 1, 2)],
  ["aws_subnet.pier.*.id", pier(0, 1, 2)],
  ["[aws_subnet.pier.*.id[2]]", pier(2)],
  ["slice(aws_subnet.pier[*].id, 1, 3)", pier(1, 2)],
  ["reverse(aws_subnet.pier)[*].id", pier(2, 1, 0)],
  ["[for i, pier in aws_subnet.pier : pier.id if i % 2 == 0]", pier(0, 2)],
  ["values(aws_subnet.dock)[*].id", dock("north", "south")],
  ["[for name, dock in aws_subnet.dock : dock.id if local.quays[name].berth > 5]", dock("south")],
  ["[for name in sort(keys(local.quays)) : aws_subnet.dock[name].id]", dock("north", "south")],
  ['[for name in toset(local.names) : aws_subnet.dock[name].id if name != "east"]', dock("north", "south")],
  ['[lookup({ (local.names[0]) = aws_subnet.dock["south"].id }, "south", "")]', dock("south")],
  ["concat([[aws_subnet.pier[0].id], aws_subnet.pier[*].id]...)", pier(0, 0, 1, 2)],
  ["local.quays == {} ? [] : [aws_subnet.pier[0].id]", pier(0)],
  ["try([aws_subnet.pier[9].id], [aws_subnet.pier[0].id])", pier(0)],
])("%s", (text, expected) => {
  expect(said(text)).toEqual(expected);
});

test.each([
  ["a set has no numbers", "toset(local.names)[0]"],
  ["of ids in a set the first is not told", "tolist(toset(aws_subnet.pier[*].id))[0]"],
  ["what is not known is no error", 'try(local.later, "10.0.0.0/8")'],
  ["nobody knows what a later value equals", 'local.later == "a" ? 1 : 2'],
  ["nor what a resource's attribute equals", 'aws_subnet.pier[0].availability_zone == "a" ? 1 : 2'],
  ["a pattern is not understood", 'replace("abc", "/b/", "x")'],
  ["what a later value holds is not its elements", "flatten([local.later, local.names])"],
  ["there is no such element", "local.names[3]"],
  ["nor such a key", "local.quays.west"],
  ["a choice among elements that nobody knows", "[for name in local.names : name if name != local.later]"],
])("%s: %s is unknown", (_, text) => {
  expect(isUnknown(said(text))).toBe(true);
});

test.each<[string, Value]>([
  ["{ for name in local.names : upper(name) => length(name) }", { SOUTH: 5, NORTH: 5, EAST: 4 }],
  ["{ for name in local.names : length(name) => name... }", { 5: ["south", "north"], 4: ["east"] }],
  ['[for key, value in toset(["b", "a"]) : "${key}${value}"]', ["aa", "bb"]],
  ['format("%s-%d", "quay", 3)', "quay-3"],
  ["range(1, 6, 2)", [1, 3, 5]],
  ["can(local.names[7])", false],
])("%s", (text, expected) => {
  expect(said(text)).toEqual(expected);
});
