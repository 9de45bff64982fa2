/** The matchers that users' own tests get: what passes, what fails, and what the failure says. */
import { expect, test } from "@jest/globals";
import { http, mysql, ping, ssh } from "../../net/traffic";
import { networkOfJson, reachMatchers } from "../../review/matchers";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { synthesized } from "../synthesis";

expect.extend(reachMatchers);

const json = synthesized("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"));
const network = networkOfJson(JSON.stringify(json));

test("what holds passes", () => {
  expect(network).toReach("bastion", "web_a", ssh);
  expect(network).toReach("bastion", "web", ssh);
  expect(network).toReach("internet", "web_a", http, { via: "alb" });
  expect(network).not.toReach("internet", "web_a");
  expect(network).not.toReach("nat", "web", ssh);
  expect(network).not.toReach("web_a", "web_c", mysql);
});

test.each([
  [
    "blocked",
    () => expect(network).toReach("bastion", "web_a", http),
    /expected that bastion reaches web_a[\s\S]*ENI_SG_RULES_MISMATCH[\s\S]*fix: aws_security_group\.web/,
  ],
  ["only a part", () => expect(network).toReach("bastion", "web_a"), /in part[\s\S]*gets through: tcp\/22/],
  [
    "a part too much",
    () => expect(network).not.toReach("bastion", "web_a"),
    /expected that nothing gets from bastion to web_a[\s\S]*gets through: tcp\/22/,
  ],
  ["reachable", () => expect(network).not.toReach("internet", "alb", http), /REACHABLE/],
  ["no such name", () => expect(network).toReach("bastian", "web_a", ping), /nearest names: bastion/],
])("%s fails, with the explanation", (_, expectation, message) => {
  expect(expectation).toThrow(message);
});

test("a failure names the line of TypeScript, where it is known", () => {
  const lines = new Map([["aws_security_group.web", "stacks/multi-subnet.ts:36:17"]]);
  expect(() => expect({ ...network, lines }).toReach("bastion", "web_a", http)).toThrow(
    /fix: aws_security_group\.web: .* \(stacks\/multi-subnet\.ts:36:17\)/,
  );
});
