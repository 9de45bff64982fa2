/** References in Terraform JSON, as far as the tests of a module follow them. */
import { isObject, type Json } from "./json";

export interface ResourceReference {
  /** `aws_subnet.public_a`. */
  readonly address: string;
  readonly type: string;
  readonly attribute: string;
  /** `aws_subnet.public_a.id`, as an expression has it. */
  readonly expression: string;
}

const WHOLE = /^\$\{(([a-z0-9_]+)\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)\}$/;

/** What a text that is one reference and nothing else refers to. */
export function referenceIn(value: Json | undefined): ResourceReference | undefined {
  if (typeof value !== "string") return undefined;
  const [, address, type, attribute] = WHOLE.exec(value) ?? [];
  if (address === undefined || type === undefined || attribute === undefined) return undefined;
  return { address, type, attribute, expression: `${address}.${attribute}` };
}

export function referencesIn(value: Json | undefined): readonly ResourceReference[] {
  return listOf(value).flatMap((item) => referenceIn(item) ?? []);
}

/** Blocks may be written as one object or as a list. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return value === undefined || value === null ? [] : [value];
}

export function firstBlock(value: Json | undefined): Json | undefined {
  return listOf(value).find(isObject);
}
