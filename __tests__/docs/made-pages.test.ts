/** Pages that are made of the project's tables say what the tables say. `UPDATE_DOCS=1` writes them anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { allTypes } from "../../aws/resource-types";
import type { PacketsOf, ResourceType } from "../../aws/types/resource-type";
import { ISSUE_CODES } from "../../net/issue-codes";
import { BLOCKER_CODES } from "../../review/reach/packets/blocker-codes";
import { verdictOn } from "../review/rules/rows";
import { EXPLANATION_CODES, type ExplanationCode } from "./explanation-codes";

const DOCS = join(__dirname, "../../docs");

const MODELLED = `# What is modelled

Made of the tables in \`aws/types/\`. A type that is not listed carries packets for the checker as soon as one of its
attributes names a subnet or a security group, or says that it is public; then it is named, and nobody knows what it reaches.
`;

const PARTS: readonly (readonly [PacketsOf, string])[] = [
  ["followed", "Followed"],
  ["not modelled", "Not modelled: named, and unknown"],
  ["where placed", "Without packets of their own, unless an attribute gives them a place"],
  ["none", "Without packets of their own"],
];

function row([type, { title, modelled, notModelled }]: readonly [string, ResourceType]): string {
  return `| \`${type}\` | ${title} | ${modelled} | ${notModelled} |`;
}

function modelledPage(): string {
  const types = [...allTypes()];
  const parts = PARTS.map(([packets, title]) => {
    const rows = types.filter(([, facts]) => facts.packets === packets).map(row);
    const head = "| type | what it is | modelled | not modelled |\n| --- | --- | --- | --- |";
    return `## ${title}\n\n${head}\n${rows.join("\n")}\n`;
  });
  return [MODELLED, ...parts].join("\n");
}

function tableOf(meanings: Readonly<Record<string, string>>): string {
  const rows = Object.entries(meanings).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ["| code | meaning |", "| --- | --- |", ...rows].join("\n");
}

function issuesPage(): string {
  return `# What can be wrong with an input

The \`code\` of every issue of an \`InputError\`, made of \`net/issue-codes.ts\`. Codes stay; messages may get better words.

${tableOf(ISSUE_CODES)}
`;
}

function blockersPage(): string {
  return `# Why packets do not arrive

The codes of \`tiers explain\`, \`tiers check\` and of promises, made of \`review/reach/packets/blocker-codes.ts\`. Those without
\`NET_\` are [AWS Reachability Analyzer's](https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html).

${tableOf(BLOCKER_CODES)}
`;
}

function explanationRow([code, explained]: readonly [string, ExplanationCode]): string {
  if ("never" in explained) return `| \`${code}\` | – | ${explained.never} |`;
  const { network, question, code: ours } = explained;
  return `| \`${code}\` | ${ours === "reachable" ? ours : `\`${ours}\``} | ${network}: \`${question}\` |`;
}

function explanationsPage(): string {
  const rows = Object.entries(EXPLANATION_CODES).map(explanationRow);
  return `# AWS's explanation codes

What becomes here of each code of
[AWS Reachability Analyzer](https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html): the code that \`tiers explain\`
says instead or as well, with a small network that shows it; or why there is none. Made of
\`__tests__/docs/explanation-codes.ts\`, whose networks are asked by a test. Our own codes are in
[blocker-codes.md](blocker-codes.md).

| AWS | here | shown by, or why it cannot occur |
| --- | --- | --- |
${rows.join("\n")}
`;
}

const shown = Object.entries(EXPLANATION_CODES).flatMap(([code, explained]) =>
  "never" in explained ? [] : [{ code, explained }],
);

test.each(shown)("$code: $explained.network", ({ explained: { changes, question, code } }) => {
  const { verdict, blocker } = verdictOn(question, ...changes);
  expect(verdict === "reachable" ? verdict : blocker?.code).toBe(code);
});

test.each([
  ["modelled.md", modelledPage()],
  ["blocker-codes.md", blockersPage()],
  ["issue-codes.md", issuesPage()],
  ["codes.md", explanationsPage()],
])("%s is what the tables say", (name, page) => {
  const file = join(DOCS, name);
  if (process.env["UPDATE_DOCS"] === "1") writeFileSync(file, page);
  expect(readFileSync(file, "utf8")).toBe(page);
});

test("every type says what of it is modelled, or what is not", () => {
  const silent = [...allTypes()].filter(
    ([, { modelled, notModelled }]) => modelled === "" && notModelled === "",
  );
  expect(silent.map(([type]) => type)).toEqual([]);
});
