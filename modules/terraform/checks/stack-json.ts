/** A stack's synthesized JSON, as the after-synth checks read it. */
import type { Issue } from "../../../net/issue";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Block = { readonly [key: string]: Json };
export type StackJson = { readonly [section: string]: Json };

/** A check looks at one stack's JSON. The `path` of its issues starts with the Terraform address of the faulty block. */
export type Check = (json: StackJson) => readonly Issue[];

export interface Addressed {
  /** `aws_subnet.public_a`, `data.aws_ssm_parameter.al2023_arm64`, `output.ssh_config`, `terraform`. */
  readonly address: string;
  readonly block: Json;
}

const PREFIX: Readonly<Record<string, string>> = {
  data: "data.",
  output: "output.",
  variable: "var.",
  locals: "local.",
  module: "module.",
};

/** Every block of the JSON with its address; CDKTF's own `//` metadata is left out. */
export function blocksOf(json: StackJson): readonly Addressed[] {
  return Object.entries(json).flatMap(([section, content]) => {
    if (section === "//") return [];
    if (section === "resource" || section === "data") {
      return Object.entries(asBlock(content)).flatMap(([type, named]) =>
        Object.entries(asBlock(named)).map(([name, block]) => ({
          address: `${PREFIX[section] ?? ""}${type}.${name}`,
          block,
        })),
      );
    }
    const prefix = PREFIX[section];
    if (prefix === undefined) return [{ address: section, block: content }];
    return Object.entries(asBlock(content)).map(([name, block]) => ({ address: `${prefix}${name}`, block }));
  });
}

/** A resource with what the checks need of it. */
export interface ResourceBlock {
  readonly address: string;
  readonly block: Block;
}

export function resourcesOf(json: StackJson, type: string): readonly ResourceBlock[] {
  const named = asBlock(asBlock(json["resource"])[type]);
  return Object.entries(named).map(([name, block]) => ({
    address: `${type}.${name}`,
    block: asBlock(block),
  }));
}

/** Every string (and number) inside a value, with its path: `.tags.Name`, `[0]`. */
export function leavesOf(value: Json, path = ""): readonly (readonly [path: string, leaf: Json])[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leavesOf(item, `${path}[${i}]`));
  if (value !== null && typeof value === "object") {
    return Object.entries(value).flatMap(([key, item]) =>
      key === "//" ? [] : leavesOf(item, `${path}.${key}`),
    );
  }
  return [[path, value]];
}

const REFERENCE = /^\$\{((?:data\.)?[a-z]\w*\.\w+)\.\w+\}$/;

/** The address that a value refers to, when it is one reference and nothing else: `${aws_subnet.public_a.id}`. */
export function referenceOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? REFERENCE.exec(value)?.[1] : undefined;
}

export function asBlock(value: Json | undefined): Block {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Block) : {};
}

export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
