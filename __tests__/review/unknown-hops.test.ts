/** A hop whose behaviour is not known, or not modelled, makes unknown what would have to pass it, and nothing else. */
import { expect, test } from "@jest/globals";
import type { Json } from "../../terraform/json";
import { type Change, ref, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

const far = "172.16.9.9";

/** A way out of the private subnet, by a transit gateway whose table leads to this attachment. */
function transit(attachment: Json): Change {
  return {
    aws_ec2_transit_gateway: { t: {} },
    aws_ec2_transit_gateway_route_table: { t: { transit_gateway_id: ref("aws_ec2_transit_gateway.t") } },
    aws_ec2_transit_gateway_vpc_attachment: {
      v: {
        transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
        vpc_id: ref("aws_vpc.v"),
        subnet_ids: [ref("aws_subnet.private")],
        transit_gateway_default_route_table_association: false,
        transit_gateway_default_route_table_propagation: false,
      },
    },
    aws_ec2_transit_gateway_route_table_association: {
      v: {
        transit_gateway_attachment_id: ref("aws_ec2_transit_gateway_vpc_attachment.v"),
        transit_gateway_route_table_id: ref("aws_ec2_transit_gateway_route_table.t"),
      },
    },
    aws_ec2_transit_gateway_route: {
      far: {
        destination_cidr_block: "172.16.0.0/12",
        transit_gateway_attachment_id: attachment,
        transit_gateway_route_table_id: ref("aws_ec2_transit_gateway_route_table.t"),
      },
    },
    aws_route: {
      far: {
        route_table_id: ref("aws_route_table.private"),
        destination_cidr_block: "172.16.0.0/12",
        transit_gateway_id: ref("aws_ec2_transit_gateway.t"),
      },
    },
  };
}

const vpn: Change = {
  aws_vpn_connection: { office: { transit_gateway_id: ref("aws_ec2_transit_gateway.t") } },
};

test.each<[string, readonly Change[], string, string]>([
  [
    "a transit route to a VPN",
    [transit("${aws_vpn_connection.office.transit_gateway_attachment_id}"), vpn],
    far,
    "unknown",
  ],
  ["a transit route to an attachment of somebody else's", [transit("tgw-attach-1")], far, "unknown"],
  ["what the transit table has no route to", [transit("tgw-attach-1")], "172.32.0.9", "reachable"],
  ["other ways out", [transit("tgw-attach-1")], "198.51.100.7", "reachable"],
])("%s", (_, changes, to, expected) => {
  expect(ask(askedOf(varied(...changes)), "db", to, "tcp/443").verdict).toBe(expected);
});

const guarded = (groups: Json): Change => ({
  aws_security_group: {
    inner: {
      vpc_id: ref("aws_vpc.v"),
      ingress: [
        { protocol: "tcp", from_port: 22, to_port: 22, security_groups: [ref("aws_security_group.door")] },
      ],
    },
    door: { vpc_id: ref("aws_vpc.v") },
  },
  aws_instance: {
    web: { vpc_security_group_ids: groups },
    db: { vpc_security_group_ids: [ref("aws_security_group.inner")] },
  },
});

test.each<[string, string, string]>([
  ["it may be in the group that is let in", "tcp/22", "unknown: aws_instance.web.vpc_security_group_ids[1]"],
  ["whichever it is in, nobody is let in elsewhere", "tcp/80", "blocked: ENI_SG_RULES_MISMATCH at db"],
])("a sender of which not all groups are known: %s", (_, traffic, expected) => {
  const groups = [ref("aws_security_group.open"), ref("data.aws_security_group.shared")];
  expect(line(ask(askedOf(varied(guarded(groups))), "web", "db", traffic))).toBe(expected);
});

// Parts of a balancer, or of a machine, whose owner is not known.

const balanced: Change = {
  aws_lb: {
    site: {
      internal: true,
      subnets: [ref("aws_subnet.public")],
      security_groups: [ref("aws_security_group.open")],
    },
  },
  aws_lb_target_group: { site: { port: 80, protocol: "HTTP", vpc_id: ref("aws_vpc.v") } },
  aws_lb_target_group_attachment: {
    db: { target_group_arn: "${aws_lb_target_group.site.arn}", target_id: ref("aws_instance.db") },
  },
};
const listener = (values: { readonly [name: string]: Json }): Change => ({
  aws_lb_listener: {
    site: { load_balancer_arn: "${aws_lb.site.arn}", port: 80, protocol: "HTTP", ...values },
  },
});
const forward = {
  default_action: [{ type: "forward", target_group_arn: "${aws_lb_target_group.site.arn}" }],
};
const fixed = { default_action: [{ type: "fixed-response" }] };
const rule = (type: string, listenerArn: string): Change => ({
  [type]: { r: { listener_arn: listenerArn, action: forward.default_action } },
});

test.each<[string, readonly Change[], string, string, string]>([
  ["its listener", [listener(forward)], "web", "site", "reachable"],
  [
    "a listener of somebody's",
    [listener({ ...forward, load_balancer_arn: "${var.lb}" })],
    "web",
    "site",
    "unknown",
  ],
  [
    "a listener of somebody's",
    [listener({ ...forward, load_balancer_arn: "${var.lb}" })],
    "site",
    "db",
    "unknown",
  ],
  ["on some port", [listener({ ...forward, port: "${var.port}" })], "web", "site", "unknown"],
  [
    "a rule under its other name",
    [listener(fixed), rule("aws_alb_listener_rule", "${aws_lb_listener.site.arn}")],
    "site",
    "db",
    "reachable",
  ],
  [
    "a rule of some listener",
    [listener(fixed), rule("aws_lb_listener_rule", "${var.listener}")],
    "site",
    "db",
    "unknown",
  ],
])("a balancer with %s: %# %s → %s", (_, changes, from, to, expected) => {
  expect(ask(askedOf(varied(balanced, ...changes)), from, to, "tcp/80").verdict).toBe(expected);
});

test("a group that some interface is put into may be anybody's", () => {
  const late: Change = {
    aws_network_interface_sg_attachment: {
      late: { security_group_id: ref("aws_security_group.open"), network_interface_id: "${var.interface}" },
    },
  };
  expect(
    ask(askedOf(varied(guarded([ref("aws_security_group.door")]), late)), "web", "db", "tcp/80").verdict,
  ).toBe("unknown");
});

test("the groups of a machine with a launch template may be the template's", () => {
  const templated: Change = {
    aws_instance: { late: { subnet_id: ref("aws_subnet.private"), launch_template: [{ id: "lt-1" }] } },
  };
  expect(ask(askedOf(varied(templated)), "web", "late", "tcp/80").verdict).toBe("unknown");
});
