import { basename } from "node:path";
import { arrayAt, at, type Json, textAt } from "../../../terraform/json";
import { type Resource, Unknown, type Values } from "../../../terraform/values";
import { described, interfacesFor, type Lists, list, value } from "./lists";

export function balancing(lists: Lists): readonly Resource[] {
  return [
    ...balancers(lists),
    ...listeners(lists),
    ...listenerRules(lists),
    ...targetGroups(lists),
    ...targets(lists),
  ];
}

function balancers(lists: Lists): readonly Resource[] {
  return list(lists, "LoadBalancers").map((balancer) => {
    const arn = textAt(balancer, "LoadBalancerArn") ?? "";
    const name = textAt(balancer, "LoadBalancerName") ?? arn;
    const cross = attributeOf(lists, arn, "load_balancing.cross_zone.enabled");
    const groups = arrayAt(balancer, "SecurityGroups");
    return described("aws_lb", arn, name, {
      arn,
      name,
      load_balancer_type: value(balancer, "Type"),
      internal: textAt(balancer, "Scheme") === "internal",
      ...(groups.length === 0 ? {} : { security_groups: groups }),
      enable_cross_zone_load_balancing: cross === "true",
      subnet_mapping: nodesOf(lists, balancer, arn),
    });
  });
}

function attributeOf(lists: Lists, arn: string, key: string): string | undefined {
  const block = list(lists, "LoadBalancerAttributes").find((each) => textAt(each, "LoadBalancerArn") === arn);
  const found = arrayAt(block, "Attributes").find((each) => textAt(each, "Key") === key);
  return textAt(found, "Value");
}

/** Its nodes, with the addresses of the interfaces that AWS describes as the balancer's. */
function nodesOf(lists: Lists, balancer: Json, arn: string): readonly Values[] {
  const id = arn.split("loadbalancer/")[1] ?? arn;
  const enis = interfacesFor(lists, new RegExp(`^ELB ${id.replaceAll(/[^\w/-]/g, "")}$`));
  return arrayAt(balancer, "AvailabilityZones").map((zone) => {
    const subnet = textAt(zone, "SubnetId");
    const eni = enis.find((each) => textAt(each, "SubnetId") === subnet);
    const [address] = arrayAt(zone, "LoadBalancerAddresses");
    return {
      subnet_id: subnet,
      private_ipv4_address: value(eni, "PrivateIpAddress") ?? value(address, "PrivateIPv4Address"),
      public_ip: textAt(at(eni, "Association"), "PublicIp") ?? value(address, "IpAddress"),
    };
  });
}

function listeners(lists: Lists): readonly Resource[] {
  const nested = list(lists, "LoadBalancerListeners").flatMap((each) => arrayAt(each, "Listeners"));
  return [...nested, ...list(lists, "Listeners")].map((listener) => {
    const arn = textAt(listener, "ListenerArn") ?? "";
    return described("aws_lb_listener", arn, arn, {
      arn,
      load_balancer_arn: value(listener, "LoadBalancerArn"),
      port: value(listener, "Port"),
      protocol: value(listener, "Protocol"),
      default_action: [
        ...arrayAt(listener, "DefaultActions").map(actionOf),
        ...rulesNotTold(lists, listener),
      ],
    });
  });
}

/** An application load balancer's listener has rules besides; where the dump does not have them, nobody knows which. */
function rulesNotTold(lists: Lists, listener: Json): readonly Values[] {
  const arn = textAt(listener, "ListenerArn") ?? "";
  const isTold = list(lists, "Rules").some((rule) => listenerOf(rule) === arn);
  if (isTold || !arn.includes(":listener/app/")) return [];
  const fix = `aws elbv2 describe-rules --listener-arn ${arn} > DUMP/rules-${arn.split("/").at(-1)}.json`;
  return [
    {
      type: "forward",
      target_group_arn: new Unknown(`rules of ${arn}`, `the dump does not have them: ${fix}`),
    },
  ];
}

function actionOf(action: Json): Values {
  return {
    type: value(action, "Type"),
    target_group_arn: value(action, "TargetGroupArn"),
    forward: [
      {
        target_group: arrayAt(at(action, "ForwardConfig"), "TargetGroups").map((group) => ({
          arn: value(group, "TargetGroupArn"),
        })),
      },
    ],
  };
}

/** A rule's ARN is its listener's, and one part more. */
function listenerOf(rule: Json): string {
  return (textAt(rule, "RuleArn") ?? "").replace(":listener-rule/", ":listener/").replace(/\/[^/]*$/, "");
}

function listenerRules(lists: Lists): readonly Resource[] {
  return list(lists, "Rules")
    .filter((rule) => at(rule, "IsDefault") !== true)
    .map((rule) => {
      const arn = textAt(rule, "RuleArn") ?? "";
      const action = arrayAt(rule, "Actions").map(actionOf);
      return described("aws_lb_listener_rule", arn, arn, { arn, listener_arn: listenerOf(rule), action });
    });
}

function targetGroups(lists: Lists): readonly Resource[] {
  return list(lists, "TargetGroups").map((group) => {
    const arn = textAt(group, "TargetGroupArn") ?? "";
    const name = textAt(group, "TargetGroupName") ?? arn;
    return described("aws_lb_target_group", arn, name, {
      arn,
      name,
      port: value(group, "Port"),
      protocol: value(group, "Protocol"),
      target_type: value(group, "TargetType"),
      vpc_id: value(group, "VpcId"),
      health_check: [{ port: value(group, "HealthCheckPort") }],
      preserve_client_ip: attributeOfGroup(lists, arn, "preserve_client_ip.enabled"),
      load_balancing_cross_zone_enabled: attributeOfGroup(lists, arn, "load_balancing.cross_zone.enabled"),
    });
  });
}

function attributeOfGroup(lists: Lists, arn: string, key: string): string | undefined {
  const block = list(lists, "TargetGroupAttributes").find((each) => textAt(each, "TargetGroupArn") === arn);
  return textAt(
    arrayAt(block, "Attributes").find((each) => textAt(each, "Key") === key),
    "Value",
  );
}

/** Of a group without an answer of `describe-target-health` nobody knows the targets. */
function targets(lists: Lists): readonly Resource[] {
  const told = [...list(lists, "LoadBalancerTargetHealth"), ...list(lists, "TargetHealthDescriptions")].map(
    (block) => ({ arn: textAt(block, "TargetGroupArn") ?? groupInName(lists, block), block }),
  );
  const silent = list(lists, "TargetGroups").flatMap((group) => {
    const arn = textAt(group, "TargetGroupArn") ?? "";
    return told.some((each) => each.arn === arn) ? [] : [unknownTarget(arn)];
  });
  const known = told.flatMap(({ arn, block }) =>
    arrayAt(block, "TargetHealthDescriptions").map((each, i) => {
      const target = at(each, "Target");
      return described("aws_lb_target_group_attachment", `${arn}-target-${i}`, arn, {
        target_group_arn: arn,
        target_id: value(target, "Id"),
        port: value(target, "Port"),
      });
    }),
  );
  return [...known, ...silent];
}

/** The group that a file of targets is named after, by name or by the end of its ARN; or the only one there is. */
function groupInName(lists: Lists, block: Json): string {
  const words = basename(textAt(block, "place") ?? "", ".json").split(/[^A-Za-z0-9]+/);
  const groups = list(lists, "TargetGroups").map((group) => textAt(group, "TargetGroupArn") ?? "");
  const isNamed = (arn: string): boolean => {
    const [, name = "", hash = ""] = arn.split(/targetgroup\/|\//);
    return words.includes(hash) || `-${words.join("-")}-`.includes(`-${name}-`);
  };
  const named = groups.filter(isNamed).sort((a, b) => b.length - a.length);
  return named[0] ?? (groups.length === 1 ? groups[0] : undefined) ?? "";
}

function unknownTarget(arn: string): Resource {
  const name = arn.split("/")[1] ?? arn;
  const fix = `aws elbv2 describe-target-health --target-group-arn ${arn} > DUMP/health-${name}.json`;
  return described("aws_lb_target_group_attachment", `${arn}-targets`, name, {
    target_group_arn: arn,
    target_id: new Unknown(`targets of ${name}`, `the dump does not have them: ${fix}`),
  });
}
