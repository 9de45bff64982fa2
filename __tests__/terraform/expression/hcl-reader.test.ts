/** HCL as Terraform JSON: blocks by their labels, expressions as text. */
import { expect, test } from "@jest/globals";
import { joinedFiles, readHcl } from "../../../terraform/expression/hcl-reader";

const sections = (text: string) => {
  const all = readHcl(text);
  return all?.["resource"];
};

test("a resource with attributes, blocks of one name, a dynamic one, and comments", () => {
  const text = `
/* the harbour's own */
resource "aws_security_group" "harbour" { # one
  name = "a # b } \${var.x["}"]}" // not the end
  ids = [
    aws_x.y.id, # first
    aws_x.z.id,
  ]
  ingress { from_port = 80 }
  ingress {
    from_port = 81
  }
  dynamic "egress" {
    for_each = { a = 1 }
    content { to_port = egress.value }
  }
  note = <<-EOT
    resource "not" "one" {
  EOT
  last = true
}
`;
  expect(sections(text)).toEqual({
    aws_security_group: {
      harbour: {
        name: `\${"a # b } \${var.x["}"]}"}`,
        ids: "${[\n    aws_x.y.id,      aws_x.z.id,\n  ]}",
        ingress: [{ from_port: "${80}" }, { from_port: "${81}" }],
        dynamic: { egress: [{ for_each: "${{ a = 1 }}", content: [{ to_port: "${egress.value}" }] }] },
        note: "${<<}",
        last: "${true}",
      },
    },
  });
});

test.each([
  ["a brace too few", 'resource "a" "b" {'],
  ["a brace too many", 'resource "a" "b" {}\n}'],
  ["a comment without an end", "/* resource"],
  ["a text without an end", "a = <<EOT\nb"],
  ["a label with a template", 'resource "a" "${b}" {}'],
  ["no HCL", "[1, 2]"],
])("%s is not understood", (_, text) => {
  expect(readHcl(text)).toBeUndefined();
});

test("lines may end as on Windows", () => {
  expect(sections('\uFEFFresource "a" "b" {\r\n  c = <<EOT\r\nd\r\nEOT\r\n  e = 1\r\n}\r\n')).toEqual({
    a: { b: { c: "${<<}", e: "${1}" } },
  });
});

test("several files are one module", () => {
  const files = ['resource "a" "x" {}\nlocals {\n p = 1\n}', 'resource "a" "y" {}\nlocals { q = 2 }'].map(
    (text) => readHcl(text) ?? {},
  );
  expect(joinedFiles(files)).toMatchObject({
    resource: { a: { x: {}, y: {} } },
    locals: [{ p: "${1}" }, { q: "${2}" }],
  });
});
