/** Load balancers with their listeners, target groups and targets. */
import { type ResourceType, words } from "./resource-type";

const TYPES = {
  aws_lb: {
    title: "load balancer",
    packets: "followed",
    modelled:
      "application and network load balancers: nodes, listeners, targets, client addresses that are kept",
    notModelled: "Gateway Load Balancers, WAF, certificates, rules by host or path (each may be taken)",
    reads: words(
      "id arn name load_balancer_type internal subnets subnet_mapping security_groups enable_cross_zone_load_balancing",
    ),
    fixed: words("customer_owned_ipv4_pool internal load_balancer_type name name_prefix"),
    loses: "address",
    telling: "load balancer",
    endpoint: "balancer",
    uniqueNames: words("name"),
    longest: { name: 32 },
  },
  aws_lb_listener: {
    title: "listener",
    packets: "followed",
    modelled: "its port, and where its default action leads",
    notModelled: "authentication",
    reads: words("id arn load_balancer_arn port protocol default_action"),
    fixed: words("load_balancer_arn"),
    loses: "traffic",
    telling: "load balancer",
  },
  aws_lb_target_group: {
    title: "target group",
    packets: "followed",
    modelled: "its targets, their ports and health checks",
    notModelled: "Lambda functions as targets, stickiness",
    reads: words(
      "id arn name port protocol target_type vpc_id preserve_client_ip health_check load_balancing_cross_zone_enabled",
    ),
    fixed: words("ip_address_type name name_prefix port protocol protocol_version target_type vpc_id"),
    loses: "traffic",
    telling: "load balancer",
    uniqueNames: words("name"),
    longest: { name: 32, name_prefix: 6 },
  },
  aws_lb_target_group_attachment: {
    title: "target",
    packets: "followed",
    modelled: "the instance or address, and its port",
    notModelled: "",
    reads: words("id target_group_arn target_id port availability_zone"),
    fixed: words("availability_zone port target_group_arn target_id"),
    loses: "nothing",
    telling: "load balancer",
  },
  aws_autoscaling_attachment: {
    title: "target group of an Auto Scaling group",
    packets: "followed",
    modelled: "its machines as targets",
    notModelled: "",
    reads: words("id autoscaling_group_name lb_target_group_arn alb_target_group_arn"),
    fixed: words("autoscaling_group_name elb lb_target_group_arn"),
    loses: "nothing",
    telling: "nothing",
  },
  aws_lb_listener_rule: {
    title: "rule of a listener",
    packets: "followed",
    modelled: "where else the listener may lead",
    notModelled: "the conditions of a rule: each may be met",
    reads: words("id arn listener_arn action"),
    fixed: words("listener_arn"),
    loses: "nothing",
    telling: "rule",
  },
} as const satisfies Record<string, ResourceType>;

/** The provider has two names for each of these. */
export const LOAD_BALANCING_TYPES = {
  ...TYPES,
  aws_alb: TYPES.aws_lb,
  aws_alb_listener: TYPES.aws_lb_listener,
  aws_alb_listener_rule: TYPES.aws_lb_listener_rule,
  aws_alb_target_group: TYPES.aws_lb_target_group,
  aws_alb_target_group_attachment: TYPES.aws_lb_target_group_attachment,
} as const satisfies Record<string, ResourceType>;
