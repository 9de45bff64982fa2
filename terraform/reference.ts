/** References in Terraform JSON: `${aws_subnet.public_a.id}`, alone or inside of a longer expression. */
import { isObject, type Json } from "./json";

/** An attribute of a resource or data source, as an expression names it. */
export interface ResourceReference {
  readonly mode: "resource" | "data";
  readonly type: string;
  /** `aws_subnet.public_a`, `data.aws_vpc.main`. */
  readonly address: string;
  readonly attribute: string;
  /** `aws_subnet.public_a.id`, as an expression has it. */
  readonly expression: string;
}

const WHOLE = /^\$\{((data\.)?([a-z]\w*)\.([A-Za-z0-9_-]+))\.(\w+)\}$/;

/**
 * What a text that is one reference and nothing else refers to.
 * @example referenceIn("${aws_vpc.network.id}")?.address // "aws_vpc.network"
 */
export function referenceIn(value: Json | undefined): ResourceReference | undefined {
  if (typeof value !== "string") return undefined;
  const [, address, data, type, , attribute] = WHOLE.exec(value) ?? [];
  if (address === undefined || type === undefined || attribute === undefined) return undefined;
  const mode = data === undefined ? "resource" : "data";
  return { mode, type, address, attribute, expression: `${address}.${attribute}` };
}

/** As {@link referenceIn}; undefined for what refers to a data source. */
export function resourceReferenceIn(value: Json | undefined): ResourceReference | undefined {
  const found = referenceIn(value);
  return found?.mode === "resource" ? found : undefined;
}

/** The resources that the elements of a list refer to. */
export function resourceReferencesIn(value: Json | undefined): readonly ResourceReference[] {
  return listOf(value).flatMap((item) => resourceReferenceIn(item) ?? []);
}

/** Blocks may be written as one object or as a list. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return value === undefined || value === null ? [] : [value];
}

export function firstBlock(value: Json | undefined): Json | undefined {
  return listOf(value).find(isObject);
}

/** Resource types have an underscore; `var.x`, `each.value` and `local.x` are no resources. */
const ANYWHERE =
  /(?<![.\w])((?:data\.)?([a-z][a-z0-9]*_[a-z0-9_]+)\.([A-Za-z_][A-Za-z0-9_-]*))(?:\[[^\]]*\])?(?:\.(\w+))?/g;

/** An address within a text, with the attribute that is taken of it, where one is. */
export interface Mention {
  readonly address: string;
  readonly attribute?: string;
}

/** All resources and data sources that a text mentions, in its order. */
export function mentionsIn(text: string): readonly Mention[] {
  return [...text.matchAll(ANYWHERE)].map(([, address = "", , , attribute]) =>
    attribute === undefined ? { address } : { address, attribute },
  );
}

/** The text with every address of a resource or data source replaced by what `change` makes of it. */
export function mapAddresses(text: string, change: (address: string, type: string) => string): string {
  return text.replaceAll(
    ANYWHERE,
    (whole: string, address: string, type: string) =>
      `${change(address, type)}${whole.slice(address.length)}`,
  );
}
