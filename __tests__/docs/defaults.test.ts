/** `@default` says what the code does. That a literal one changes nothing is what `same-json.test.ts` shows. */
import { expect, test } from "@jest/globals";
import { allMembers, declarationOf, inputTypes, propertiesOf, tagsOf } from "./declarations";
import { type CodeDefault, codeDefaults, type Literal, literalIn } from "./defaults-in-code";

/** Said with the class instead: the prop itself is one that every stack has. */
const SAID_ELSEWHERE = ["PrivateWebProps.project"];

/** No constructor is given these alone, and no code in sight settles them: why they are true all the same. */
const SETTLED_ELSEWHERE: Readonly<Record<string, string>> = {
  "Nat.instanceType":
    "`addNat` hands it on to `NatInstanceProps`; `same-json.test.ts` shows that both defaults are one",
};

/** What the `@default` of a prop says; of an inherited one that of the interface which declares it. */
function documented(type: string, prop: string): string | undefined {
  const owner = declarationOf(type);
  if (owner === undefined) return undefined;
  const members = [...allMembers(owner), ...propertiesOf(owner)];
  const [member] = members.filter(({ name, isOptional }) => name === prop && isOptional);
  return member === undefined ? undefined : tagsOf(member.doc, "default").join(" and ");
}

/** `{}` and `[]` are how code says "none", or leaves it to whom it passes them on to. */
function isNone(is: Literal): boolean {
  return is !== "no literal" && typeof is.value === "object" && Object.keys(Object(is.value)).length === 0;
}

function agrees({ is }: CodeDefault, text: string): boolean {
  if (isNone(is)) return true;
  if (is === "no literal") return literalIn(text) === "no literal";
  return JSON.stringify(literalIn(text)) === JSON.stringify(is);
}

test("every optional prop, and every optional part of one, has a default or says what its absence means", () => {
  const silent = inputTypes().flatMap((type) =>
    propertiesOf(type)
      .filter(({ isOptional, doc }) => isOptional && tagsOf(doc, "default").join("") === "")
      .map(({ name }) => `${type.file}:${type.name}.${name}`),
  );
  expect(silent).toEqual([]);
});

test("a default is the one that the code has", () => {
  const wrong = codeDefaults.flatMap((found) => {
    const text = documented(found.type, found.prop);
    const name = `${found.type}.${found.prop}`;
    if (text === undefined || SAID_ELSEWHERE.includes(name) || agrees(found, text)) return [];
    const code = found.is === "no literal" ? found.is : JSON.stringify(found.is.value);
    return [`${name}: @default ${text}, and ${found.place} has ${code}`];
  });
  expect(wrong).toEqual([]);
});

test("a literal default of a part of a prop is found in the code", () => {
  const unfounded = inputTypes()
    .filter(({ name }) => !name.endsWith("Props"))
    .flatMap((type) =>
      propertiesOf(type)
        .filter(({ doc }) => tagsOf(doc, "default").some((text) => literalIn(text) !== "no literal"))
        .filter(({ name }) => !codeDefaults.some((found) => found.type === type.name && found.prop === name))
        .map(({ name }) => `${type.name}.${name}`),
    );
  expect(unfounded).toEqual(Object.keys(SETTLED_ELSEWHERE));
});

test("the code is understood: most defaults are found in it", () => {
  expect(codeDefaults.filter(({ is }) => is !== "no literal").length).toBeGreaterThan(30);
});
