/** A network load balancer that keeps the client's address: the target answers the client, through the node. */
import { expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../terraform/json";
import { acl, aclRule, type Change, ref, varied } from "./small-network";
import { ask, askedOf } from "./stacks";

const balancer = (preserve: boolean): Change => ({
  aws_lb: { nlb: { load_balancer_type: "network", subnets: [ref("aws_subnet.public")] } },
  aws_lb_target_group: {
    db: {
      port: 80,
      protocol: "TCP",
      vpc_id: ref("aws_vpc.v"),
      target_type: "instance",
      preserve_client_ip: preserve,
    },
  },
  aws_lb_listener: {
    nlb: {
      load_balancer_arn: "${aws_lb.nlb.arn}",
      port: 80,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.db.arn}" }],
    },
  },
  aws_lb_target_group_attachment: {
    db: { target_group_arn: "${aws_lb_target_group.db.arn}", target_id: ref("aws_instance.db") },
  },
});

const all = aclRule(100, "allow", "0.0.0.0/0");
const someClients = aclRule(10, "deny", "198.51.100.0/25");
const fromTarget = aclRule(10, "deny", "10.0.1.0/24");
const CLIENT = "198.51.100.7";

test.each<[string, Record<string, Record<string, Json>>, string, string, boolean]>([
  ["no ACL is in the way", {}, CLIENT, "reachable", true],
  ["the node's subnet lets no answer in", acl("public", [fromTarget, all], [all]), CLIENT, "blocked", true],
  [
    "the target's subnet lets no answer out to the client",
    acl("private", [all], [someClients, all]),
    CLIENT,
    "blocked",
    true,
  ],
  ["it does to others", acl("private", [all], [someClients, all]), "198.51.100.200", "reachable", true],
  ["to some of a block", acl("private", [all], [someClients, all]), "198.51.100.0/24", "reachable", false],
])("%s", (_, rules, from, expected, whole) => {
  const asked = askedOf(varied(balancer(true), rules as Change));
  const details = (["bare", "traced", "explained"] as const).map((detail) =>
    ask({ ...asked, context: { ...asked.context, detail } }, from, "nlb", "tcp/80"),
  );
  expect(details.map(({ verdict }) => verdict)).toEqual([expected, expected, expected]);
  expect(details[2]?.whole).toBe(whole);
});

test("the target sees the node where the client's address is not kept", () => {
  const asked = askedOf(varied(balancer(false), acl("private", [all], [someClients, all]) as Change));
  expect(ask(asked, CLIENT, "nlb", "tcp/80").verdict).toBe("reachable");
});

// Health: a target that may be healthy or not decides nothing by guess.

const checked = (health: JsonObject): Change => ({
  ...balancer(true),
  aws_lb_target_group: {
    db: {
      port: 80,
      protocol: "TCP",
      vpc_id: ref("aws_vpc.v"),
      target_type: "instance",
      health_check: [health],
    },
  },
});
const web: Change = {
  aws_lb_target_group_attachment: {
    web: { target_group_arn: "${aws_lb_target_group.db.arn}", target_id: "${data.aws_instance.there.id}" },
  },
};
const port = (number: number) => ({
  protocol: "tcp",
  from_port: number,
  to_port: number,
  cidr_blocks: ["0.0.0.0/0"],
});
const serving = (ports: readonly number[]): Change => ({
  aws_security_group: { served: { vpc_id: ref("aws_vpc.v"), ingress: ports.map(port), egress: [port(1)] } },
  aws_instance: { db: { vpc_security_group_ids: [ref("aws_security_group.served")] } },
});

test.each<[string, readonly Change[], string]>([
  ["healthy", [serving([80, 81])], "reachable"],
  ["not healthy, and the only one: it gets connections all the same", [serving([80])], "reachable"],
  ["not healthy, beside one that may be", [serving([80]), web], "unknown"],
  ["healthy, beside one that may be", [serving([80, 81]), web], "reachable"],
])("a target that is %s", (_, changes, expected) => {
  const asked = askedOf(varied(checked({ port: "81" }), ...changes));
  expect(ask(asked, CLIENT, "nlb", "tcp/80").verdict).toBe(expected);
});
