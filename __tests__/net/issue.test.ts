import { expect, test } from "@jest/globals";
import { InputError, type Issue, throwIssues, unmet } from "../../net/issue";

const issue: Issue = {
  code: "clock",
  path: "stop.at",
  problem: '"25:00" is not a time of day',
  fix: "write HH:MM",
};
const located: Issue = { ...issue, lines: ["stacks/shop.ts:7:3", "main.ts:9:1"] };

test("a fault is where, what and how to mend it, then the lines of code that led to it", () => {
  expect(new InputError([issue, located]).message).toBe(
    `stop.at: "25:00" is not a time of day; write HH:MM
stop.at: "25:00" is not a time of day; write HH:MM
    at stacks/shop.ts:7:3
    at main.ts:9:1`,
  );
});

test("where faults were noticed is not told beside the lines that gave them, and is where one has none", () => {
  expect(new InputError([located]).stack).toBe(`InputError: ${new InputError([located]).message}`);
  expect(new InputError([located, issue]).stack).toContain("issue.test.ts:");
});

test("without a fault nothing is thrown", () => {
  expect(() => throwIssues([])).not.toThrow();
  expect(() => throwIssues([issue])).toThrow(InputError);
});

test("what must hold and does not is a fault, in the order of the table; what holds is not asked for its fault", () => {
  const late: Issue = { ...issue, code: "timezone" };
  const silent = (): never => {
    throw new Error("it holds");
  };
  expect(
    unmet([
      [false, issue],
      [true, located],
      [true, silent],
      [false, () => late],
    ]),
  ).toEqual([issue, late]);
  expect(unmet([])).toEqual([]);
});
