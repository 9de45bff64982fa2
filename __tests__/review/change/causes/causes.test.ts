import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../terraform/json";
import { CHANGES } from "../changes";
import { created, destroyed, HTTP, ingress, planOf, SERVER, SSH } from "../plans";
import { reviewedChange } from "../reviewed";
import { inline, mirrored, reviewed } from "../reviewed-plan";

test("the rule that opened the way is named, with what it says", () => {
  const change = CHANGES.find(({ name }) => name === "ssh opened to the world");
  const [opened] = change === undefined ? [] : reviewedChange(change).reach.opened;
  expect(opened).toMatchObject({ exposes: true, from: { name: "internet" }, to: { name: "web" } });
  expect(opened?.causes).toEqual([
    {
      address: "aws_vpc_security_group_ingress_rule.web_ssh_from_anywhere",
      action: "create",
      text: "web admits tcp/22 from 0.0.0.0/0",
    },
  ]);
});

test("of two rules that open half of the internet each, both are named", () => {
  const change = CHANGES.find(({ name }) => name === "ssh opened to the world in two halves");
  const [opened] = change === undefined ? [] : reviewedChange(change).reach.opened;
  expect(opened?.addresses).toBeUndefined();
  expect(opened?.causes.map(({ action }) => action)).toEqual(["update"]);
});

test("the route that no longer leads anywhere is named", () => {
  const change = CHANGES.find(({ name }) => name === "NAT deleted");
  const [closed] = change === undefined ? [] : reviewedChange(change).reach.closed;
  expect(closed?.causes[0]).toMatchObject({ address: "aws_route.private_a_internet", action: "destroy" });
  expect(closed?.blocker?.code).toBe("NO_ROUTE_TO_DESTINATION");
});

test("of a group with its rules inside it is told what the change adds, or takes away", () => {
  const group = (...rules: readonly JsonObject[]) => ({
    id: "sg-1",
    vpc_id: "vpc-1",
    name: "web",
    ingress: rules,
  });
  const changed = (before: JsonObject, after: JsonObject) =>
    planOf(
      SERVER.map((each) => (each.address === "aws_security_group.web" ? { ...each, before, after } : each)),
    );
  const [one, both] = [group(inline(80)), group(inline(80), inline(22))];
  const texts = (plan: Json) => {
    const { opened, closed } = reviewed(plan).reach;
    return [...opened, ...closed].flatMap(({ causes }) => causes.map(({ text }) => text));
  };
  expect(texts(changed(one, both))).toEqual(["web admits tcp/22 from 0.0.0.0/0"]);
  expect(texts(changed(both, one))).toEqual(["web no longer admits tcp/22 from 0.0.0.0/0"]);
});

test("a destroyed rule is blamed, though the group lists it still", () => {
  const [closed] = reviewed(planOf([...mirrored(inline(80)), destroyed(ingress("http", HTTP))])).reach.closed;
  expect(closed?.causes.map(({ address, action }) => `${address} ${action}`)).toEqual([
    "aws_vpc_security_group_ingress_rule.http destroy",
  ]);
});

test("of two new rules that each would have sufficed, both are blamed", () => {
  const [opened] = reviewed(
    planOf([
      ...SERVER,
      created(ingress("a", SSH)),
      created(ingress("b", SSH)),
      destroyed(ingress("c", HTTP)),
    ]),
  ).reach.opened;
  expect(opened?.causes.map(({ address }) => address)).toEqual([
    "aws_vpc_security_group_ingress_rule.a",
    "aws_vpc_security_group_ingress_rule.b",
  ]);
});
