/** What expressions refer to, as a plan lists it: with all that is taken by name, and without names of their own. */
import { expect, test } from "@jest/globals";
import { parseExpression } from "../../../terraform/expression/parser";
import { isUnderstood, referencedBy } from "../../../terraform/expression/references";

test.each<[string, readonly string[]]>([
  ["aws_subnet.pier[0].id", ["aws_subnet.pier[0].id"]],
  ['aws_subnet.dock["north"].id', ['aws_subnet.dock["north"].id']],
  ["aws_subnet.pier[count.index + 1].id", ["aws_subnet.pier", "count.index"]],
  ["aws_subnet.pier[*].id", ["aws_subnet.pier"]],
  ["[for key, dock in aws_subnet.dock : dock.id if key != var.shut]", ["aws_subnet.dock", "var.shut"]],
  [
    "var.is_open ? [local.one] : module.quay[each.key].ids",
    ["var.is_open", "local.one", "module.quay", "each.key"],
  ],
  ['{ (each.value.to) = "${path.module}/x" }', ["each.value.to", "path.module"]],
  ["-length(data.aws_subnets.all.ids) + max(1, 2)", ["data.aws_subnets.all.ids"]],
])("%s", (text, expected) => {
  expect(referencedBy(parseExpression(text))).toEqual(expected);
});

test.each([
  ["max(1, aws_vpc.v.id)", true],
  ["[for x in local.all : x.y[x.z]]", true],
  ["<<", false],
  ["[1, provider::aws::parse(2)]", false],
])("%s is understood: %s", (text, expected) => {
  expect(isUnderstood(parseExpression(text))).toBe(expected);
});
