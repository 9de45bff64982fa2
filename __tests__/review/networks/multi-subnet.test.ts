/** Every row of the table of multi-subnet, with every variation: one line a question. */
import { expect, test } from "@jest/globals";
import { MultiSubnet } from "../../../stacks/multi-subnet";
import type { Json } from "../../../terraform/json";
import { synthesized } from "../../synthesis";
import { ask, askedOf, line } from "../asking";

const NO_ADDRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const MISMATCH = "ENI_SG_RULES_MISMATCH";

const multiSubnetJson = synthesized("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"));
const multiSubnet = askedOf(multiSubnetJson);

test.each([
  ["internet", "alb", "http", "reachable: igw → public_a → alb"],
  ["internet", "alb", "https", "blocked: ENI_SG_RULES_MISMATCH at alb"],
  ["alb", "web_a", "http", "reachable: alb → web_a"],
  ["alb", "web_c", "http", "reachable: alb → web_c"],
  ["alb", "web", "http", "reachable: alb → web_a"],
  ["internet", "web_a", "all", `blocked: ${NO_ADDRESS} at web_a`],
  ["internet", "web_c", "http", `blocked: ${NO_ADDRESS} at web_c`],
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "web_a", "ssh", "reachable: bastion → web_a"],
  ["bastion", "web_c", "ssh", "reachable: bastion → web_c"],
  ["bastion", "web", "http", `blocked: ${MISMATCH} at web_a`],
  ["nat", "web_a", "ssh", `blocked: ${MISMATCH} at web_a`],
  ["nat", "web_c", "ssh", `blocked: ${MISMATCH} at web_c`],
  ["web_a", "internet", "https", "reachable: web_a → private_a → nat_a → public_a → igw"],
  ["web_c", "internet", "https", "reachable: web_c → private_c → nat_c → public_c → igw"],
  ["internet", "nat", "ssh", `blocked: ${MISMATCH} at nat_c`],
])("multi-subnet: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(multiSubnet, from, to, traffic))).toBe(expected);
});

test.each(["web_a", "web_c"])("multi-subnet: internet → %s through alb", (web) => {
  expect(ask(multiSubnet, "internet", web, "http", "alb")).toMatchObject({
    verdict: "reachable",
    whole: true,
  });
});

test("multi-subnet with the check on: blocked at the NAT instance, saying so", () => {
  const json = structuredClone(multiSubnetJson) as {
    resource: Record<string, Record<string, Record<string, Json>>>;
  };
  const nat = json.resource["aws_network_interface"]?.["nat_c"] ?? {};
  Object.assign(nat, { source_dest_check: true });
  const verdict = ask(askedOf(json as unknown as Json), "web_c", "internet", "https");
  expect(line(verdict)).toBe("blocked: ENI_SOURCE_DEST_CHECK_RESTRICTION at nat_c");
  expect(verdict.blocker).toMatchObject({
    text: "drops packets that are not addressed to it",
    fix: { resource: "aws_network_interface.nat_c", change: "source_dest_check = false" },
  });
});

test("multi-subnet with private subnets for the balancer: its answers leave by another door", () => {
  const json = structuredClone(multiSubnetJson) as {
    resource: Record<string, Record<string, Record<string, Json>>>;
  };
  Object.assign(json.resource["aws_lb"]?.["alb"] ?? {}, {
    subnets: ["${aws_subnet.private_a.id}", "${aws_subnet.private_c.id}"],
  });
  expect(line(ask(askedOf(json as unknown as Json), "internet", "alb", "http"))).toBe(
    "blocked: NET_RETURN_PATH_BLOCKED at nat_a",
  );
});

test("a near miss is named: web admits the bastion, but on ssh", () => {
  expect(ask(multiSubnet, "bastion", "web_a", "tcp/8080").blocker?.nearMisses).toEqual([
    "web admits bastion, but on tcp/22, not tcp/8080",
  ]);
});

test("a server behind a balancer: the answer says through what it is reached", () => {
  expect(ask(multiSubnet, "internet", "web_c", "http").notes).toEqual(["alb serves it, on tcp/80"]);
});
