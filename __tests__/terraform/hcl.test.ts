/** HCL as `terraform fmt` leaves it; the end-to-end tests ask Terraform itself. */
import { expect, test } from "@jest/globals";
import { attribute, block, comment, formatHcl, gap, literal, mapOf, quote } from "../../terraform/hcl";

test("equal signs stand in one column among neighbours, and only among those", () => {
  const text = formatHcl([
    comment("Two lines\nof comment"),
    block(
      'run "x"',
      attribute("command", "plan"),
      attribute("a", "1"),
      gap,
      attribute("tags", mapOf({ Name: quote("x"), "odd key": quote("y") })),
      attribute("b", "2"),
      block("empty"),
      attribute("longer", "3"),
    ),
  ]);
  expect(text).toBe(`# Two lines
# of comment
run "x" {
  command = plan
  a       = 1

  tags = {
    Name      = "x"
    "odd key" = "y"
  }
  b = 2
  empty {}
  longer = 3
}
`);
});

test.each([
  // value                  as an expression
  ["plain", '"plain"'],
  ['"quoted"\n', '"\\"quoted\\"\\n"'],
  ["${aws_vpc.x.id}", '"$${aws_vpc.x.id}"'],
  ["%{ if true }", '"%%{ if true }"'],
  [null, "null"],
  [["a", 1, true], '["a", 1, true]'],
  [{ a: "b", "c d": [] }, '{ a = "b", "c d" = [] }'],
  [{}, "{}"],
])("%j is written as %s", (value, text) => {
  expect(literal(value)).toBe(text);
});
