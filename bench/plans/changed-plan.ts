/** A plan over what is deployed: the network of `large-plan.ts` as it stands, and a small change of it. */
import { largePlan } from "./large-plan";

type Values = Record<string, unknown>;

interface Block {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly expressions?: Record<string, { readonly references?: readonly string[] }>;
  readonly values: Values;
}

interface LargePlan {
  readonly planned_values: { readonly root_module: { readonly resources: readonly Block[] } };
  readonly configuration: { readonly root_module: { readonly resources: readonly Block[] } };
}

/** Attributes that hold lists of ids. */
const LISTS = new Set(["vpc_security_group_ids"]);
const COMMON = { mode: "managed", provider_name: "registry.terraform.io/hashicorp/aws", schema_version: 1 };

/** One group opens ssh to the world, and every hundredth instance gets another type. */
export function changedPlan(size: Parameters<typeof largePlan>[0]): object {
  const plan = largePlan(size) as LargePlan;
  const expressions = new Map(
    plan.configuration.root_module.resources.map((block) => [block.address, block.expressions ?? {}]),
  );
  const before = plan.planned_values.root_module.resources.map((block) => ({
    ...COMMON,
    ...naming(block),
    values: { ...block.values, id: idOf(block.address), ...referred(expressions.get(block.address) ?? {}) },
  }));
  const after = before.map((block, i) =>
    block.type === "aws_instance" && i % 100 === 0
      ? { ...block, values: { ...block.values, instance_type: "t4g.medium" } }
      : block,
  );
  return {
    ...plan,
    planned_values: { root_module: { resources: [...after, SSH] } },
    prior_state: { format_version: "1.0", values: { root_module: { resources: before } } },
    resource_changes: [
      ...after.map((block, i) => ({
        ...block,
        values: undefined,
        change: {
          actions: [before[i]?.values === block.values ? "no-op" : "update"],
          before: before[i]?.values,
          after: block.values,
          after_unknown: {},
          before_sensitive: {},
          after_sensitive: {},
        },
      })),
      {
        ...SSH,
        values: undefined,
        change: {
          actions: ["create"],
          before: null,
          after: SSH.values,
          after_unknown: { id: true },
          before_sensitive: false,
          after_sensitive: {},
        },
      },
    ],
  };
}

const SSH = {
  ...COMMON,
  address: "aws_vpc_security_group_ingress_rule.ssh",
  type: "aws_vpc_security_group_ingress_rule",
  name: "ssh",
  values: {
    security_group_id: idOf("aws_security_group.role_3"),
    ip_protocol: "tcp",
    from_port: 22,
    to_port: 22,
    cidr_ipv4: "0.0.0.0/0",
  },
};

function naming({ address, type, name }: Block): Pick<Block, "address" | "type" | "name"> {
  return { address, type, name };
}

function idOf(address: string): string {
  return `id-${address}`;
}

function referred(expressions: NonNullable<Block["expressions"]>): Values {
  return Object.fromEntries(
    Object.entries(expressions).flatMap(([name, { references = [] }]) => {
      const address = references.find((each) => each.split(".").length === 2);
      if (address === undefined) return [];
      return [[name, LISTS.has(name) ? [idOf(address)] : idOf(address)] as const];
    }),
  );
}
