/** A plan as Terraform writes it, of a network of many instances: planned values, changes and configuration. */

interface Size {
  readonly instances: number;
  readonly subnets: number;
  readonly groups: number;
}

interface Made {
  readonly type: string;
  readonly name: string;
  readonly index?: number;
  readonly values: Record<string, unknown>;
  readonly unknown: Record<string, unknown>;
}

type Expressions = Record<string, unknown>;

const TAGS = { Project: "bench", Stage: "production", Owner: "platform@example.com", CostCenter: "4711" };
const INSTANCE_UNKNOWNS =
  "arn availability_zone cpu_core_count cpu_threads_per_core disable_api_stop disable_api_termination ebs_optimized host_id iam_instance_profile id instance_initiated_shutdown_behavior instance_state ipv6_address_count ipv6_addresses monitoring outpost_arn password_data placement_group primary_network_interface_id private_dns private_ip public_dns public_ip secondary_private_ips security_groups spot_instance_request_id subnet_id tenancy vpc_security_group_ids".split(
    " ",
  );

export function largePlan(size: Size): object {
  const resources = [...places(size), ...firewalls(size), ...machines(size)];
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    variables: { admin_cidrs: { value: ["203.0.113.0/24"] } },
    planned_values: { root_module: { resources: resources.map(planned) } },
    resource_changes: resources.map(changed),
    configuration: { provider_config: {}, root_module: { resources: configured(size) } },
  };
}

function addressOf({ type, name, index }: Made): string {
  return `${type}.${name}${index === undefined ? "" : `[${index}]`}`;
}

function common(made: Made): object {
  const { type, name, index } = made;
  return {
    address: addressOf(made),
    mode: "managed",
    type,
    name,
    ...(index === undefined ? {} : { index }),
    provider_name: "registry.terraform.io/hashicorp/aws",
  };
}

function planned(made: Made): object {
  return { ...common(made), schema_version: 1, values: made.values, sensitive_values: {} };
}

function changed(made: Made): object {
  return {
    ...common(made),
    change: {
      actions: ["create"],
      before: null,
      after: made.values,
      after_unknown: made.unknown,
      before_sensitive: false,
      after_sensitive: {},
    },
  };
}

function places({ subnets }: Size): readonly Made[] {
  const tables = ["public", "private"].map((name) => ({
    type: "aws_route_table",
    name,
    values: { tags: TAGS },
    unknown: { id: true, vpc_id: true, route: true },
  }));
  const each = Array.from({ length: subnets }, (_, i) => [
    {
      type: "aws_subnet",
      name: `app_${i}`,
      values: {
        cidr_block: `10.${i}.0.0/16`,
        availability_zone: `ap-northeast-1${"acd"[i % 3]}`,
        map_public_ip_on_launch: i < 5,
        tags: TAGS,
      },
      unknown: { id: true, vpc_id: true },
    },
    {
      type: "aws_route_table_association",
      name: `app_${i}`,
      values: {},
      unknown: { id: true, subnet_id: true, route_table_id: true },
    },
  ]).flat();
  return [
    {
      type: "aws_vpc",
      name: "main",
      values: { cidr_block: "10.0.0.0/8", tags: TAGS },
      unknown: { id: true },
    },
    { type: "aws_internet_gateway", name: "main", values: {}, unknown: { id: true, vpc_id: true } },
    ...tables,
    {
      type: "aws_route",
      name: "out",
      values: { destination_cidr_block: "0.0.0.0/0" },
      unknown: { id: true, route_table_id: true, gateway_id: true },
    },
    ...each,
  ];
}

function firewalls({ groups }: Size): readonly Made[] {
  return Array.from({ length: groups }, (_, i): readonly Made[] => [
    {
      type: "aws_security_group",
      name: `role_${i}`,
      values: { name: `role-${i}`, description: "a role", tags: TAGS },
      unknown: { id: true, vpc_id: true, ingress: true, egress: true },
    },
    {
      type: "aws_vpc_security_group_ingress_rule",
      name: `role_${i}`,
      values: {
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        ...(i % 4 === 0 ? { cidr_ipv4: "0.0.0.0/0" } : {}),
      },
      unknown: {
        id: true,
        security_group_id: true,
        ...(i % 4 === 0 ? {} : { referenced_security_group_id: true }),
      },
    },
    {
      type: "aws_vpc_security_group_egress_rule",
      name: `role_${i}`,
      values: { ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
      unknown: { id: true, security_group_id: true },
    },
  ]).flat();
}

function machines({ instances, groups }: Size): readonly Made[] {
  const unknown = Object.fromEntries(INSTANCE_UNKNOWNS.map((name) => [name, true]));
  const disk = {
    delete_on_termination: true,
    encrypted: true,
    iops: 3000,
    throughput: 125,
    volume_size: 20,
    volume_type: "gp3",
    tags: TAGS,
  };
  return Array.from({ length: instances }, (_, i) => {
    const tags = { ...TAGS, Name: `app-${i}`, Role: `role-${i % groups}` };
    const script =
      `#!/bin/bash\nset -euo pipefail\necho "instance ${i} of the application" > /etc/motd\n`.repeat(8);
    const metadata = { http_endpoint: "enabled", http_put_response_hop_limit: 1, http_tokens: "required" };
    const values = {
      ami: "ami-0abcdef1234567890",
      instance_type: "t4g.small",
      hibernation: null,
      source_dest_check: true,
      get_password_data: false,
      user_data: script,
      user_data_replace_on_change: true,
      tags,
      tags_all: tags,
      timeouts: null,
      volume_tags: null,
      metadata_options: [metadata],
      root_block_device: [disk],
      credit_specification: [],
      launch_template: [],
    };
    return { type: "aws_instance", name: `app_${i}`, values, unknown };
  });
}

const to = (...addresses: string[]): object => ({
  references: addresses.flatMap((address) => [`${address}.id`, address]),
});

function expressed(type: string, name: string, expressions: Expressions): object {
  return { address: `${type}.${name}`, mode: "managed", type, name, expressions };
}

function configured({ groups, subnets, instances }: Size): readonly object[] {
  const vpc = { vpc_id: to("aws_vpc.main") };
  const route = {
    destination_cidr_block: { constant_value: "0.0.0.0/0" },
    route_table_id: to("aws_route_table.public"),
    gateway_id: to("aws_internet_gateway.main"),
  };
  const each = <T>(count: number, made: (i: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, i) => made(i));
  return [
    expressed("aws_vpc", "main", {}),
    expressed("aws_internet_gateway", "main", vpc),
    expressed("aws_route_table", "public", vpc),
    expressed("aws_route_table", "private", vpc),
    expressed("aws_route", "out", route),
    ...each(subnets, (i) => expressed("aws_subnet", `app_${i}`, vpc)),
    ...each(subnets, (i) =>
      expressed("aws_route_table_association", `app_${i}`, {
        subnet_id: to(`aws_subnet.app_${i}`),
        route_table_id: to(`aws_route_table.${i < 5 ? "public" : "private"}`),
      }),
    ),
    ...each(groups, (i) => expressed("aws_security_group", `role_${i}`, vpc)),
    ...each(groups, (i) =>
      expressed("aws_vpc_security_group_egress_rule", `role_${i}`, {
        security_group_id: to(`aws_security_group.role_${i}`),
      }),
    ),
    ...each(groups, (i) =>
      expressed("aws_vpc_security_group_ingress_rule", `role_${i}`, {
        security_group_id: to(`aws_security_group.role_${i}`),
        ...(i % 4 === 0 ? {} : { referenced_security_group_id: to(`aws_security_group.role_${i - 1}`) }),
      }),
    ),
    ...each(instances, (i) =>
      expressed("aws_instance", `app_${i}`, {
        subnet_id: to(`aws_subnet.app_${i % subnets}`),
        vpc_security_group_ids: to(`aws_security_group.role_${i % groups}`),
      }),
    ),
  ];
}
