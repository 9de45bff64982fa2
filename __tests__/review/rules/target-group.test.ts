/** Target groups: clients' addresses that are kept, so that the target answers the client, and targets' health. */
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../terraform/json";
import { ask, askedOf } from "../asking";
import { nlb, TARGET_GROUP } from "../nlb";
import { acl, aclRule, type Change, ref, varied } from "../small-network";
import { testRows } from "./rows";

const balancer = (group: JsonObject): Change =>
  nlb({}, { port: 80, vpc_id: ref("aws_vpc.v"), target_type: "instance", ...group });
const kept = balancer({ preserve_client_ip: true });

const all = aclRule(100, "allow", "0.0.0.0/0");
const someClients = aclRule(10, "deny", "198.51.100.0/25");
const fromTarget = aclRule(10, "deny", "10.0.1.0/24");
const noAnswerIn = acl("public", [fromTarget, all], [all]);
const noAnswerOut = acl("private", [all], [someClients, all]);

test.each<[string, Change, string, string, boolean]>([
  ["no ACL is in the way", {}, "198.51.100.7", "reachable", true],
  ["the node's subnet lets no answer in", noAnswerIn, "198.51.100.7", "blocked", true],
  ["the target's lets no answer out to the client", noAnswerOut, "198.51.100.7", "blocked", true],
  ["it does to others", noAnswerOut, "198.51.100.200", "reachable", true],
  ["to some of a block", noAnswerOut, "198.51.100.0/24", "reachable", false],
])("the client's address is kept, in every detail of the answer: %s", (_, rules, from, expected, whole) => {
  const asked = askedOf(varied(kept, rules));
  const details = (["bare", "traced", "explained"] as const).map((detail) =>
    ask({ ...asked, context: { ...asked.context, detail } }, from, "nlb", "tcp/80"),
  );
  expect(details.map(({ verdict }) => verdict)).toEqual([expected, expected, expected]);
  expect(details[2]?.whole).toBe(whole);
});

const notKept = [balancer({ preserve_client_ip: false }), noAnswerOut];

testRows([
  ["the target sees the node", notKept, "198.51.100.7 → nlb tcp/80", "reachable: igw → public → nlb → db"],
]);

// A target that may be healthy or not decides nothing by guess.

const port = (number: number): JsonObject => ({
  protocol: "tcp",
  from_port: number,
  to_port: number,
  cidr_blocks: ["0.0.0.0/0"],
});
/** The target is checked on tcp/81, and serves these ports. */
const serving = (...ports: readonly number[]): readonly Change[] => [
  balancer({ health_check: [{ port: "81" }] }),
  {
    aws_security_group: { served: { vpc_id: ref("aws_vpc.v"), ingress: ports.map(port), egress: [port(1)] } },
    aws_instance: { db: { vpc_security_group_ids: [ref("aws_security_group.served")] } },
  },
];
const beside: Change = {
  aws_lb_target_group_attachment: {
    web: { target_group_arn: TARGET_GROUP, target_id: "${data.aws_instance.there.id}" },
  },
};

testRows([
  ["healthy", serving(80, 81), "198.51.100.7 → nlb tcp/80", "reachable: igw → public → nlb → db"],
  [
    "unhealthy, but the only one",
    serving(80),
    "198.51.100.7 → nlb tcp/80",
    "reachable: igw → public → nlb → db",
  ],
  [
    "unhealthy, beside one not known",
    [...serving(80), beside],
    "198.51.100.7 → nlb tcp/80",
    "unknown: aws_lb_target_group_attachment.web.target_id",
  ],
  [
    "healthy, beside one not known",
    [...serving(80, 81), beside],
    "198.51.100.7 → nlb tcp/80",
    "reachable: igw → public → nlb → db",
  ],
]);
