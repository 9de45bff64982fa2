/** Every row of the table of private-web, with every variation: one line a question. */
import { expect, test } from "@jest/globals";
import { PrivateWeb } from "../../../stacks/private-web";
import type { Json } from "../../../terraform/json";
import { synthesized } from "../../synthesis";
import { ask, askedOf, line } from "../asking";

const NO_ADDRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const MISMATCH = "ENI_SG_RULES_MISMATCH";

const privateWebJson = synthesized("private-web", (app) => new PrivateWeb(app, "private-web"));
const privateWeb = askedOf(privateWebJson);

test.each([
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "all", `blocked: ${MISMATCH} at bastion`],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "main", "ssh", "reachable: bastion → main"],
  ["internet", "main", "all", `blocked: ${NO_ADDRESS} at main`],
  ["main", "internet", "https", "reachable: main → private_a → nat_a → public_a → igw"],
  ["main", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
])("private-web: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(privateWeb, from, to, traffic))).toBe(expected);
});

/** The group's outbound rule as its author wrote it: "only to the group pub-ssh". */
function asWritten(): Json {
  const json = structuredClone(privateWebJson) as { resource: Record<string, Record<string, Json>> };
  const rules = json.resource["aws_vpc_security_group_egress_rule"] ?? {};
  for (const name of Object.keys(rules)) if (name.startsWith("web_")) delete rules[name];
  rules["web_anything_to_pub_ssh"] = {
    ip_protocol: "-1",
    security_group_id: "${aws_security_group.web.id}",
    referenced_security_group_id: "${aws_security_group.pub_ssh.id}",
  };
  return json as unknown as Json;
}

test("private-web as written: the server is cut off, because a NAT gateway has no security group", () => {
  const verdict = ask(askedOf(asWritten()), "main", "internet", "https");
  expect(line(verdict)).toBe(`blocked: ${MISMATCH} at main`);
  expect(verdict.blocker?.keys).toContain("aws_security_group.web");
  expect(verdict.blocker?.text).toMatch(/NAT gateway .*no security group/);
});
