/** Load balancers and databases from `describe-*` output. */
import { described, interfacesFor, type Lists, list, value } from "./describe-lists";
import { arrayAt, at, type Json, textAt } from "./json";
import type { Resource, Values } from "./resource";

export function balancing(lists: Lists): readonly Resource[] {
  return [
    ...balancers(lists),
    ...listeners(lists),
    ...targetGroups(lists),
    ...targets(lists),
    ...databases(lists),
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
      default_action: arrayAt(listener, "DefaultActions").map((action) => ({
        type: value(action, "Type"),
        target_group_arn: value(action, "TargetGroupArn"),
        forward: [
          {
            target_group: arrayAt(at(action, "ForwardConfig"), "TargetGroups").map((group) => ({
              arn: value(group, "TargetGroupArn"),
            })),
          },
        ],
      })),
    });
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
      preserve_client_ip: attributeOfGroup(lists, arn),
    });
  });
}

function attributeOfGroup(lists: Lists, arn: string): string | undefined {
  const block = list(lists, "TargetGroupAttributes").find((each) => textAt(each, "TargetGroupArn") === arn);
  return textAt(
    arrayAt(block, "Attributes").find((each) => textAt(each, "Key") === "preserve_client_ip.enabled"),
    "Value",
  );
}

function targets(lists: Lists): readonly Resource[] {
  return list(lists, "LoadBalancerTargetHealth").flatMap((block) => {
    const arn = textAt(block, "TargetGroupArn") ?? "";
    return arrayAt(block, "TargetHealthDescriptions").map((each, i) => {
      const target = at(each, "Target");
      return described("aws_lb_target_group_attachment", `${arn}-target-${i}`, arn, {
        target_group_arn: arn,
        target_id: value(target, "Id"),
        port: value(target, "Port"),
      });
    });
  });
}

function databases(lists: Lists): readonly Resource[] {
  return list(lists, "DBInstances").flatMap((database) => {
    const id = textAt(database, "DBInstanceIdentifier") ?? "";
    const group = at(database, "DBSubnetGroup");
    const name = textAt(group, "DBSubnetGroupName") ?? `${id}-subnets`;
    const members = arrayAt(group, "Subnets").flatMap((subnet) => textAt(subnet, "SubnetIdentifier") ?? []);
    return [
      described("aws_db_subnet_group", name, name, { name, subnet_ids: members }),
      described("aws_db_instance", `db:${id}`, id, {
        identifier: id,
        db_subnet_group_name: name,
        vpc_security_group_ids: arrayAt(database, "VpcSecurityGroups").flatMap(
          (each) => textAt(each, "VpcSecurityGroupId") ?? [],
        ),
        port: value(at(database, "Endpoint"), "Port"),
        publicly_accessible: at(database, "PubliclyAccessible") === true,
      }),
    ];
  });
}
