/** What every reader yields: resources with their attributes, references resolved to addresses, unknowns named. */

/** An attribute of another resource, e.g. the `id` of `aws_vpc.network`. */
export class Reference {
  constructor(
    /** Terraform address of the resource, with its instance key: `aws_subnet.private["a"]`. */
    readonly address: string,
    /** `id`, `arn`, `network_interface_id` … */
    readonly attribute: string,
  ) {}
}

/** A value that the input does not tell. */
export class Unknown {
  constructor(
    /** Where it stands: `aws_instance.web.private_ip`. */
    readonly attribute: string,
    /** Why: `known after apply`, or the variable that has no value. */
    readonly why: string,
    /** Where the input tells: it is one of these, or several. */
    readonly among?: readonly Reference[],
    /** It is one host: the address that this attribute will hold. */
    readonly host?: Reference,
  ) {}
}

/** The value of a variable that was not set: a named set of addresses where a rule uses it. */
export class VariableValue {
  constructor(
    /** `var.admin_cidrs`. */
    readonly name: string,
  ) {}
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Reference
  | Unknown
  | VariableValue
  | readonly Value[]
  | Values;

export interface Values {
  readonly [attribute: string]: Value | undefined;
}

export interface Resource {
  /** Terraform address, or what stands for it in AWS: `aws_instance.web`, `module.app.aws_instance.web[0]`. */
  readonly address: string;
  readonly type: string;
  /** What people call it: the Terraform name with the instance key, or the Name tag of what is deployed. */
  readonly name: string;
  readonly values: Values;
}

/** A plain name that was asked for by people, e.g. variables and their values as written in the input. */
export interface NetworkInput {
  readonly form: "config" | "plan" | "state" | "describe";
  readonly resources: readonly Resource[];
  /** Resources of another version: what refers to one that is not here refers to nothing, and not to what is not known. */
  readonly gone?: ReadonlySet<string>;
  /** Values of the input's variables, by name without `var.`; an unset one has no value. */
  readonly variables: ReadonlyMap<string, Value | undefined>;
  /** What was there and could not be read. */
  readonly unknowns: readonly Unknown[];
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isValues(value: Value | undefined): value is Values {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Reference) &&
    !(value instanceof Unknown) &&
    !(value instanceof VariableValue)
  );
}

/** The elements of a list; of a single block written as an object, that one; of nothing, none. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

/** Nested blocks, written as one object or as a list of them. */
export function blocksOf(value: Value | undefined): readonly Values[] {
  return listOf(value).filter(isValues);
}

export function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A number, also one written as text. */
export function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

export function isTrue(value: Value | undefined): boolean {
  return value === true || value === "true";
}

/** True when the value, or a part of it, is not known. */
export function isUnknown(value: Value | undefined): value is Unknown | VariableValue {
  return value instanceof Unknown || value instanceof VariableValue;
}
