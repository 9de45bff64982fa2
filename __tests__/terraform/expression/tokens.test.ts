import { expect, test } from "@jest/globals";
import { referencesOf } from "../../../terraform/expression/tokens";

const ROWS: readonly (readonly [expression: string, references: readonly string[] | undefined])[] = [
  ["aws_vpc.main.id", ["aws_vpc.main.id"]],
  ["aws_subnet.private[0].id", ["aws_subnet.private"]],
  ["aws_subnet.private[*].id", ["aws_subnet.private.id"]],
  ["aws_subnet.private.*.id", ["aws_subnet.private.id"]],
  ["length(var.zones) + 1", ["var.zones"]],
  ['var.a == "var.b" ? each.key : null', ["var.a", "each.key"]],
  ["[for k, v in var.map : v.id if k != local.none]", ["var.map", "local.none"]],
  ["{ for s in var.list : s.id => s }", ["var.list"]],
  ["module.net.ids.0", ["module.net.ids.0"]],
  ["aws:username", ["aws", "username"]],
  ["a ; b", undefined],
  ['"never ends', undefined],
  ["  ", undefined],
];

test.each(ROWS)("%s", (expression, references) => {
  expect(referencesOf(expression)?.map((chain) => chain.join("."))).toEqual(references);
});
