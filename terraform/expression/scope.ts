/** What an expression is evaluated in, and what it comes to where it has no value. */
import { Reference, Unknown, type Value, VariableValue } from "../values";

/** What names mean where an expression stands. */
export interface Scope {
  /** Where it stands, for unknowns: `aws_instance.web.private_ip`. */
  readonly place: string;
  /** `var.x`, `local.x`, `each.value`, `count.index`; undefined when there is no such name. */
  readonly named: (root: string, name: string) => Value | undefined;
  /** All instances of a resource, `aws_subnet.private` → one, or one a key; undefined when it is not declared. */
  readonly instances: (type: string, name: string) => Instances | undefined;
  /** An attribute of a resource instance: its value as configured, else a reference. */
  readonly attribute: (address: string, name: string) => Value;
  /** What `for`, a splat and a `dynamic` block name. */
  readonly bound?: ReadonlyMap<string, Value>;
}

export interface Instances {
  readonly kind: "single" | "count" | "for_each" | "unknown";
  readonly byKey: ReadonlyMap<string, string>;
}

/** The attribute of a reference to a resource as a whole, of which none was taken. */
export const WHOLE = "";

/** What Terraform refuses: `try` goes on to its next argument. */
export class Refused extends Unknown {}

/** The unknown that made this unknown, or that the operation is not understood. */
export function passOn(values: readonly Value[], scope: Scope, operation: string): Value {
  for (const value of values) {
    if (value instanceof VariableValue) return unknown(scope, `${value.name} has no value`);
    if (value instanceof Refused) return value;
    if (value instanceof Unknown) return unknown(scope, value.why);
    if (value instanceof Reference)
      return unknown(scope, `${value.address}.${value.attribute} is known after apply`);
  }
  return unknown(scope, `${operation} is not understood`);
}

export function unknown(scope: Scope, why: string): Unknown {
  return new Unknown(scope.place, why);
}

/** What stands inside of a value that Terraform refuses is refused with it. */
export function allowed(parts: readonly Value[], whole: () => Value): Value {
  return parts.find((part) => part instanceof Refused) ?? whole();
}

export function bind(scope: Scope, names: readonly (readonly [string, Value])[]): Scope {
  return { ...scope, bound: new Map([...(scope.bound ?? []), ...names]) };
}
