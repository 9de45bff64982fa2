/** Whatever users touch says what it is, where an editor shows it. */
import { expect, test } from "@jest/globals";
import { constructs, declarations, openingOf, ownMembers, tagsOf } from "./declarations";

const one = (text: string): string => text.replaceAll(/\s+/g, " ");

test("every export has a doc comment", () => {
  const silent = declarations.filter(({ doc }) => doc.text === "");
  expect(silent.map(({ file, name }) => `${file}:${name}`)).toEqual([]);
});

test("so has every prop, and every public field and method of a construct", () => {
  const owners = [...declarations.filter(({ name }) => name.endsWith("Props")), ...constructs()];
  const silent = owners.flatMap((owner) =>
    ownMembers(owner)
      .filter(({ doc }) => doc.text === "")
      .map(({ name }) => `${owner.file}:${owner.name}.${name}`),
  );
  expect(silent).toEqual([]);
});

test("a construct says first what its file opens with", () => {
  const alone = constructs().filter(
    ({ file }) => constructs().filter((other) => other.file === file).length === 1,
  );
  for (const { file, name, doc } of alone) {
    const [opening = ""] = /^.*?\.(?= |$)/.exec(one(openingOf(file))) ?? [];
    expect([name, one(doc.text).slice(0, opening.length)]).toEqual([name, opening]);
  }
});

/** What a network is written with, besides the constructs. */
const FUNCTIONS = ["allow", "reaches", "isBlocked", "networkOf", "reachMatchers"];

test("every construct, and what goes with them, has one example", () => {
  const shown = [...constructs(), ...declarations.filter(({ name }) => FUNCTIONS.includes(name))];
  const wrong = shown.filter(({ doc }) => tagsOf(doc, "example").length !== 1);
  expect(wrong.map(({ file, name }) => `${file}:${name}`)).toEqual([]);
  expect(shown.length).toBe(constructs().length + FUNCTIONS.length);
});
