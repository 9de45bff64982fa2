import { expect, test } from "@jest/globals";
import { templateParts } from "../../../terraform/expression/template";

const deep = '"${'.repeat(50_000);

const ROWS: readonly (readonly [what: string, text: string, parts: readonly string[]])[] = [
  ["a text without templates", "a {b} $c", ["a {b} $c"]],
  ["a reference between words", "see ${var.a}.", ["see ", "$:var.a", "."]],
  ["escaped openers", "$${HOME} %%{x}", ["${HOME} %{x}"]],
  ["a directive", "%{if a}b", ["%:if a", "b"]],
  ["braces inside", "${{a = 1}}", ["$:{a = 1}"]],
  ["a brace in a string", '${f("}")}', ['$:f("}")']],
  ["an escaped quote in a string", '${f("\\"}")}', ['$:f("\\"}")']],
  ["a template in a string in a template", '${f("${g("}")}")}', ['$:f("${g("}")}")']],
  ["one that never ends", "a ${b", ["a ", "$?b"]],
  ["a string that never ends", '${"b', ['$?"b']],
];

test.each(ROWS)("%s", (_what, text, parts) => {
  const said = templateParts(text).map((part) =>
    part.kind === "literal" ? part.text : `${part.kind}${part.isClosed ? ":" : "?"}${part.body}`,
  );
  expect(said).toEqual(parts);
});

test("strings nested deeper than anybody writes end nothing, and nothing overflows", () => {
  expect(templateParts(`\${${deep}`)).toEqual([{ kind: "$", body: deep, isClosed: false }]);
});
