/** Load balancers: listeners, targets, zones, and parts of a balancer whose owner is not known. */
import type { JsonObject } from "../../../terraform/json";
import { nlb, withoutTarget } from "../nlb";
import { anything, type Change, inGroup, member, ref } from "../small-network";
import { testRows } from "./rows";

/** The target admits this block alone. */
const onlyFrom = (cidr: string): readonly Change[] => [
  inGroup("target", { ingress: [anything(cidr)], egress: [anything()] }),
  member("db", "target"),
];
const sameAddress = nlb({}, { preserve_client_ip: false });
const zoneC: Change = { aws_subnet: { private: { availability_zone: "x-1c" } } };
const inZoneC = [nlb(), zoneC];
const CROSSING = { enable_cross_zone_load_balancing: true };
const enabledC: Change = {
  aws_subnet: {
    public_c: { vpc_id: ref("aws_vpc.v"), cidr_block: "10.0.8.0/24", availability_zone: "x-1c" },
  },
  aws_route_table_association: {
    public_c: { subnet_id: ref("aws_subnet.public_c"), route_table_id: ref("aws_route_table.public") },
  },
};
const SUBNETS = { subnets: [ref("aws_subnet.public"), ref("aws_subnet.public_c")] };
const inZones = (balancer: JsonObject, group: JsonObject = {}) => [
  nlb({ ...SUBNETS, ...balancer }, group),
  zoneC,
  enabledC,
];
const notEnabled = [nlb(CROSSING), zoneC];
const untoldZone = [nlb(CROSSING), { aws_subnet: { private: { availability_zone: null } } }];
const halfPrivate: readonly Change[] = [
  {
    aws_lb: {
      site: {
        load_balancer_type: "application",
        subnets: [ref("aws_subnet.public"), ref("aws_subnet.private")],
        security_groups: [ref("aws_security_group.open")],
      },
    },
    aws_lb_listener: {
      site: {
        load_balancer_arn: "${aws_lb.site.arn}",
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "fixed-response" }],
      },
    },
  },
];
const groupCrosses = inZones({}, { load_balancing_cross_zone_enabled: "true" });
const groupDoesNot = inZones(CROSSING, { load_balancing_cross_zone_enabled: "false" });
const asBalancer = inZones(CROSSING, {
  load_balancing_cross_zone_enabled: "use_load_balancer_configuration",
});
const seenClient = [nlb(), ...onlyFrom("0.0.0.0/0")];
const seenNode = [nlb(), ...onlyFrom("10.0.0.0/24")];
const shownNode = [sameAddress, ...onlyFrom("10.0.0.0/24")];
const internal = nlb({ internal: true });
const THROUGH = "reachable: igw → public → nlb → db";
const THROUGH_C = "reachable: igw → public_c → nlb → db";

testRows([
  ["a listener and a target", nlb(), "internet → nlb tcp/80", THROUGH],
  ["no listener", nlb(), "internet → nlb tcp/443", "blocked: ELBV2_LISTENERS_MISMATCH at nlb"],
  ["no target", [nlb(), withoutTarget], "internet → nlb tcp/80", "blocked: NET_NO_TARGET at nlb"],
  ["instances see the client", seenClient, "internet → nlb tcp/80", THROUGH],
  ["and not the balancer", seenNode, "internet → nlb tcp/80", "blocked: ENI_SG_RULES_MISMATCH at db"],
  ["addresses see the balancer", shownNode, "internet → nlb tcp/80", THROUGH],
  ["a target in another zone", inZoneC, "internet → nlb tcp/80", "blocked: NET_NO_TARGET at nlb"],
  ["a target in another zone, across zones", inZones(CROSSING), "internet → nlb tcp/80", THROUGH],
  [
    "a zone that is not enabled, across zones",
    notEnabled,
    "internet → nlb tcp/80",
    "blocked: NET_NO_TARGET at nlb",
  ],
  [
    "a zone that is not told",
    untoldZone,
    "internet → nlb tcp/80",
    "unknown: aws_subnet.private.availability_zone",
  ],
  [
    "a node that nobody gets to",
    halfPrivate,
    "internet → site tcp/80",
    "reachable in part: igw → public → site",
  ],
  ["its own zone alone", inZones({}), "internet → nlb tcp/80", THROUGH_C],
  ["the target group crosses zones", groupCrosses, "internet → nlb tcp/80", THROUGH],
  ["the target group does not", groupDoesNot, "internet → nlb tcp/80", THROUGH_C],
  ["the target group as the balancer", asBalancer, "internet → nlb tcp/80", THROUGH],
  ["a target reaches not itself", internal, "db → nlb tcp/80", "blocked: NET_TARGET_REACHES_ITSELF at nlb"],
]);

const forward = [{ type: "forward", target_group_arn: "${aws_lb_target_group.site.arn}" }];

/** An application load balancer `site` before db, with a listener of these settings. */
const site = (listener: JsonObject): Change => ({
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
  aws_lb_listener: {
    site: { load_balancer_arn: "${aws_lb.site.arn}", port: 80, protocol: "HTTP", ...listener },
  },
});
const rule = (type: string, listenerArn: string): Change => ({
  [type]: { r: { listener_arn: listenerArn, action: forward } },
});
const own = site({ default_action: forward });
const somebodys = site({ default_action: forward, load_balancer_arn: "${var.lb}" });
const somePort = site({ default_action: forward, port: "${var.port}" });
const fixed = site({ default_action: [{ type: "fixed-response" }] });
const albRule = [fixed, rule("aws_alb_listener_rule", "${aws_lb_listener.site.arn}")];
const someRule = [fixed, rule("aws_lb_listener_rule", "${var.listener}")];

testRows([
  ["its own listener", own, "web → site tcp/80", "reachable: web → site"],
  [
    "a listener of somebody's",
    somebodys,
    "web → site tcp/80",
    "unknown: aws_lb_listener.site.load_balancer_arn",
  ],
  ["a listener of somebody's", somebodys, "site → db tcp/80", "unknown: aws_lb_listener.site"],
  ["a listener on some port", somePort, "web → site tcp/80", "unknown: aws_lb_listener.site.port"],
  ["a rule under its other name", albRule, "site → db tcp/80", "reachable: site → db"],
  ["a rule of some listener", someRule, "site → db tcp/80", "unknown: aws_lb_listener_rule.r.listener_arn"],
]);
