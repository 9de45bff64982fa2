/** Plans made by hand, in the shapes that `terraform show -json` gives them. */
import { buildNetwork } from "../../../../review/model/build";
import { type QueryableNetwork, queryable } from "../../../../review/reach/answer";
import { readPlanned } from "../../../../review/read/plan/repeated-attributes";
import { readHcl } from "../../../../terraform/expression/hcl-reader";
import type { Json, JsonObject } from "../../../../terraform/json";

/** One planned resource: its address, what is known, and what is said of the rest in the configuration. */
export interface Planned {
  readonly address: string;
  readonly known?: JsonObject;
  /** `after_unknown`, besides `id`. */
  readonly unknown?: JsonObject;
}

export const references = (...names: readonly string[]): JsonObject => ({ references: names });
export const to = (address: string): JsonObject => references(`${address}.id`, address);

function typeOf(address: string): string {
  return address.replace(/^(module\.[^.[]+(\[[^\]]*\])?\.)*/, "").split(".")[0] ?? "";
}

export function configured(type: string, name: string, expressions: JsonObject): JsonObject {
  return { address: `${type}.${name}`, mode: "managed", type, name, expressions };
}

/**
 * @param sources the file of Terraform beside the plan
 * @param more what the plan has besides
 */
export function planOf(
  resources: readonly Planned[],
  root: JsonObject,
  variables: JsonObject = {},
  sources?: string,
  more: JsonObject = {},
): QueryableNetwork {
  const all = resources.map(({ address, known = {}, unknown = {} }) => ({
    address,
    type: typeOf(address),
    values: known,
    unknown: { id: true, ...unknown },
  }));
  const plan: Json = {
    format_version: "1.2",
    variables,
    planned_values: {
      root_module: {
        resources: all.filter(({ address }) => !address.startsWith("module.")),
        child_modules: [{ resources: all.filter(({ address }) => address.startsWith("module.")) }],
      },
    },
    resource_changes: all.map(({ address, type, unknown }) => ({
      address,
      type,
      change: { actions: ["create"], after_unknown: unknown },
    })),
    configuration: { root_module: root },
    ...more,
  };
  const json = sources === undefined ? undefined : readHcl(sources);
  const beside = json === undefined ? undefined : { json, modules: new Map() };
  return queryable(buildNetwork(readPlanned(plan, "plan", beside)));
}

/** Rules and places that plans of several tests have. */
export const OUT = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] };
export const port = (number: number, more: JsonObject = {}): JsonObject => ({
  protocol: "tcp",
  from_port: number,
  to_port: number,
  cidr_blocks: [],
  self: false,
  ...more,
});
/** A reference as a plan lists it: the attribute, and the resource. */
export const twice = (address: string): readonly string[] => [`${address}.id`, address];
export const SITE: Planned = { address: "aws_vpc.v", known: { cidr_block: "10.0.0.0/16" } };
export const SUBNET: Planned = {
  address: "aws_subnet.s",
  known: { cidr_block: "10.0.0.0/24" },
  unknown: { vpc_id: true },
};
