/** Advice with the line of TypeScript to change: for each pair its own, and none where none is known. */
import { expect, test } from "@jest/globals";
import { ssh } from "../../../../net/traffic";
import { ofTraffic } from "../../../../net/traffic-set";
import { buildNetwork } from "../../../../review/model/build";
import { answer, queryable } from "../../../../review/reach/answer";
import { readConfig } from "../../../../review/read/config/configuration";
import { renderVerdict } from "../../../../review/report/text/verdict";
import { located } from "../../../../review/report/wording/located";
import { MultiSubnet } from "../../../../stacks/multi-subnet";
import { sourceLines } from "../../../../terraform/source-lines";
import { synthesized } from "../../../synthesis";

const json = synthesized("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"));
const verdict = answer(queryable(buildNetwork(readConfig(json))), {
  from: "alb",
  to: "web",
  traffic: ofTraffic(ssh),
});
const advice = (text: string) => text.split("\n").filter((line) => line.includes("fix: "));

test("the line follows the advice", () => {
  const lines = sourceLines({ "aws_security_group.alb": "stacks/multi-subnet.ts:37:17" });
  const said = advice(renderVerdict(located(verdict, lines)));
  expect(said).toHaveLength(2);
  for (const line of said)
    expect(line).toMatch(
      /fix: aws_security_group\.alb: add an egress rule .* \(stacks\/multi-subnet\.ts:37:17\)$/,
    );
});

test("without a line for it, it is as it was", () => {
  const lines = sourceLines({ "aws_security_group.web": "stacks/multi-subnet.ts:36:17" });
  expect(located(verdict, lines)).toEqual(verdict);
});
