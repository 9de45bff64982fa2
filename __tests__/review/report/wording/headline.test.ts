import { expect, test } from "@jest/globals";
import { headline } from "../../../../review/report/wording/headline";
import { CHANGES } from "../../change/changes";
import { reviewedChange, reviewOf } from "../../change/reviewed";

test.each([
  ["nothing", "no change in reachability"],
  ["tags only", "no change in reachability"],
  ["ssh opened to the world", "opens 1 path from the internet; breaks 2 promises; opens 1 other path"],
  ["ICMP closed", "closes 3 paths; takes back 3 promises"],
  ["NAT deleted", "closes 1 path; takes back 1 promise; loses data or addresses in 1 place"],
  ["bastion moved to another zone", "loses data or addresses in 1 place; no change in reachability"],
])("%s: %s", (name, said) => {
  const change = CHANGES.find((each) => each.name === name);
  expect(change && headline(reviewOf(reviewedChange(change)))).toBe(said);
});
