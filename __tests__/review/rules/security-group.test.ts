/** Security groups: what their rules match, whom a group's name stands for, and groups that are not all known. */
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../review/model/build";
import { readConfig } from "../../../review/read/config/configuration";
import type { Json, JsonObject } from "../../../terraform/json";
import { ask, askedOf, line } from "../asking";
import { anything, type Change, fromGroup, inGroup, member, ref, varied } from "../small-network";
import { testRows } from "./rows";

const admits = (...ingress: readonly JsonObject[]): Change => inGroup("open", { ingress });
const sendsNothing = inGroup("open", { egress: [] });
const halves = { ...anything(), cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] };
const office = anything("203.0.113.0/24");
const portZero = { protocol: "tcp", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };

testRows([
  ["no egress rules", sendsNothing, "web → internet tcp/443", "blocked: SG_HAS_NO_RULES at web"],
  ["two halves are the internet", admits(halves), "internet → web tcp/80", "reachable: igw → public → web"],
  [
    "half of it",
    admits(anything("0.0.0.0/1")),
    "internet → web tcp/80",
    "reachable in part: igw → public → web",
  ],
  ["an office", admits(office), "internet → web tcp/80", "blocked in part: ENI_SG_RULES_MISMATCH at web"],
  ["an office, to itself", admits(office), "203.0.113.9 → web tcp/80", "reachable: igw → public → web"],
  ["0 to 0 is port 0", admits(portZero), "internet → web tcp/80", "blocked: ENI_SG_RULES_MISMATCH at web"],
]);

const inNone = (name: string): Change => ({ aws_instance: { [name]: { vpc_security_group_ids: null } } });
const inDefault = [inNone("web"), inNone("db")];
const closed: Change = { aws_default_security_group: { v: { vpc_id: ref("aws_vpc.v") } } };

testRows([
  ["the default group admits its members", inDefault, "web → db tcp/22", "reachable: web → db"],
  ["unless it is closed", [...inDefault, closed], "web → db tcp/22", "blocked: SG_HAS_NO_RULES at web"],
]);

const door = [
  inGroup("door", { ingress: [fromGroup("open")], egress: [anything()] }),
  member("web", "door"),
  { aws_eip: { web: { public_ip: "52.0.0.1" } } },
];

testRows([
  ["a group names private addresses", door, "db → web tcp/22", "reachable: db → web"],
  ["and not a member's public one", door, "db → 52.0.0.1 tcp/22", "blocked: ENI_SG_RULES_MISMATCH at web"],
]);

/** The database admits ssh from the group `door`; web is in these groups. */
const guarded = (groups: Json): Change => ({
  aws_security_group: {
    inner: { vpc_id: ref("aws_vpc.v"), ingress: [fromGroup("door")] },
    door: { vpc_id: ref("aws_vpc.v") },
  },
  aws_instance: {
    web: { vpc_security_group_ids: groups },
    db: { vpc_security_group_ids: [ref("aws_security_group.inner")] },
  },
});
const shared = guarded([ref("aws_security_group.open"), ref("data.aws_security_group.shared")]);
const late: Change = {
  aws_network_interface_sg_attachment: {
    late: { security_group_id: ref("aws_security_group.open"), network_interface_id: "${var.interface}" },
  },
};
const attached = [guarded([ref("aws_security_group.door")]), late];
const templated: Change = {
  aws_instance: { late: { subnet_id: ref("aws_subnet.private"), launch_template: [{ id: "lt-1" }] } },
};
const SHARED = "unknown: aws_instance.web.vpc_security_group_ids[1]";

testRows([
  ["a sender may be in the group that is let in", shared, "web → db tcp/22", SHARED],
  ["in whichever, it is not let in", shared, "web → db tcp/80", "blocked: ENI_SG_RULES_MISMATCH at db"],
  [
    "a group that some interface is put into",
    attached,
    "web → db tcp/80",
    "unknown: aws_network_interface_sg_attachment.late.network_interface_id",
  ],
  [
    "groups that a launch template may set",
    templated,
    "web → late tcp/80",
    "unknown: aws_instance.late.launch_template",
  ],
]);

test("groups in a variable without a value", () => {
  const unset: Change = { aws_instance: { db: { vpc_security_group_ids: "${var.unset}" } } };
  const asked = askedOf({ ...(varied(unset) as object), variable: { unset: {} } });
  expect(line(ask(asked, "web", "db", "tcp/22"))).toBe("unknown: aws_instance.db.vpc_security_group_ids");
});

test("inline rules mixed with standalone rules are told", () => {
  const mixed = varied({
    aws_vpc_security_group_ingress_rule: {
      r: {
        security_group_id: ref("aws_security_group.open"),
        ip_protocol: "tcp",
        from_port: 1,
        to_port: 1,
        cidr_ipv4: "10.0.0.0/8",
      },
    },
  });
  expect(buildNetwork(readConfig(mixed)).warnings).toEqual([
    "aws_security_group.open: inline rules mixed with standalone rules overwrite each other; use one kind",
  ]);
});
