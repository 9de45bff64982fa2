/** Plans as `terraform show -json` writes them, made by hand of a few resources: for what real plans seldom have. */
import type { Json, JsonObject } from "../../../terraform/json";

export interface Planned {
  readonly address: string;
  /** Values before; none for what is created. */
  readonly before?: JsonObject;
  /** Values after; none for what is destroyed. */
  readonly after?: JsonObject;
  /** @default what follows from `before` and `after` */
  readonly actions?: readonly string[];
  readonly unknown?: JsonObject;
  readonly sensitive?: JsonObject;
  readonly previousAddress?: string;
  readonly replacePaths?: readonly (readonly string[])[];
  /** Attributes that the configuration states. @default those of `after` */
  readonly configured?: JsonObject;
}

export function planOf(resources: readonly Planned[], more: JsonObject = {}): Json {
  const listed = (side: "before" | "after") =>
    resources.flatMap((each) => {
      const values = each[side];
      return values === undefined ? [] : [{ ...naming(each.address), values }];
    });
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: listed("after") } },
    prior_state: { format_version: "1.0", values: { root_module: { resources: listed("before") } } },
    resource_changes: resources.map(changeOf),
    configuration: { root_module: { resources: resources.map(configurationOf) } },
    ...more,
  };
}

export function changeOf(planned: Planned): JsonObject {
  const { address, before, after, unknown = {}, sensitive = {}, previousAddress, replacePaths } = planned;
  return {
    ...naming(address),
    ...(previousAddress === undefined ? {} : { previous_address: previousAddress }),
    change: {
      actions: planned.actions ?? actionsOf(before, after),
      before: before ?? null,
      after: after ?? null,
      after_unknown: unknown,
      before_sensitive: before === undefined ? false : sensitive,
      after_sensitive: sensitive,
      ...(replacePaths === undefined ? {} : { replace_paths: replacePaths }),
    },
  };
}

function actionsOf(before: JsonObject | undefined, after: JsonObject | undefined): readonly string[] {
  if (before === undefined) return ["create"];
  if (after === undefined) return ["delete"];
  return JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"];
}

function configurationOf({ address, after, before, configured }: Planned): JsonObject {
  const stated = configured ?? after ?? before ?? {};
  const expressions = Object.fromEntries(
    Object.entries(stated).map(([name, value]) => [name, { constant_value: value }]),
  );
  return { ...naming(address), expressions };
}

function naming(address: string): JsonObject {
  const [type = "", name = ""] = address.split(".");
  return { address, type, name, mode: "managed", provider_name: "registry.terraform.io/hashicorp/aws" };
}

/** What is there, and stays as it is. */
export const kept = (address: string, values: JsonObject): Planned => ({
  address,
  before: values,
  after: values,
});

/** A public server in a VPC of its own, deployed and left alone. */
export const SERVER: readonly Planned[] = [
  kept("aws_vpc.main", { id: "vpc-1", cidr_block: "10.0.0.0/16" }),
  kept("aws_internet_gateway.main", { id: "igw-1", vpc_id: "vpc-1" }),
  kept("aws_subnet.public", {
    id: "subnet-1",
    vpc_id: "vpc-1",
    cidr_block: "10.0.0.0/24",
    availability_zone: "eu-west-1a",
  }),
  kept("aws_route_table.public", { id: "rtb-1", vpc_id: "vpc-1" }),
  kept("aws_route.public", {
    id: "r-1",
    route_table_id: "rtb-1",
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "igw-1",
  }),
  kept("aws_route_table_association.public", { id: "a-1", subnet_id: "subnet-1", route_table_id: "rtb-1" }),
  kept("aws_security_group.web", { id: "sg-1", vpc_id: "vpc-1", name: "web" }),
  kept("aws_instance.web", {
    id: "i-1",
    subnet_id: "subnet-1",
    private_ip: "10.0.0.10",
    public_ip: "203.0.113.10",
    vpc_security_group_ids: ["sg-1"],
    instance_type: "t3.micro",
  }),
  ingress("everything_out", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }, "egress"),
];

/** A rule of the server's group that stays. */
export function ingress(
  name: string,
  rule: JsonObject,
  direction: "ingress" | "egress" = "ingress",
): Planned {
  const values = { id: `sgr-${name}`, security_group_id: "sg-1", ...rule };
  return kept(`aws_vpc_security_group_${direction}_rule.${name}`, values);
}

export const HTTP = { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 80, to_port: 80 };
export const SSH = { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 22, to_port: 22 };

export function created({ address, after }: Planned): Planned {
  return { address, ...(after === undefined ? {} : { after }) };
}

export function destroyed({ address, before }: Planned): Planned {
  return { address, ...(before === undefined ? {} : { before }) };
}
