import { expect, test } from "@jest/globals";
import { raised } from "../../../review/change/fail-conditions";
import { CHANGES } from "./changes";
import { reviewedChange, reviewOf } from "./reviewed";

test.each([
  ["nothing", []],
  ["ssh opened to the world", ["opened-to-internet", "broken-promise"]],
  ["zone removed", ["any-destroy"]],
  ["ICMP closed", ["any-destroy"]],
  ["ALB made internal", ["broken-promise", "any-destroy"]],
])("%s fails on %j", (name, alarms) => {
  const change = CHANGES.find((each) => each.name === name);
  const all = ["opened-to-internet", "broken-promise", "any-destroy", "unknown"] as const;
  expect(change && raised(reviewOf(reviewedChange(change)), all)).toEqual(alarms);
});
