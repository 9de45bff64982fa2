/** Gives expressions their values; what depends on something not known becomes an {@link Unknown} that names it. */

import { isList, isUnknown, isValues, Reference, Unknown, type Value, VariableValue } from "../values";
import type { Expression } from "./expression";
import { callFunction } from "./functions";

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
}

export interface Instances {
  readonly kind: "single" | "count" | "for_each" | "unknown";
  readonly byKey: ReadonlyMap<string, string>;
}

/** A resource in an expression, before one of its attributes is taken. */
class Subject {
  constructor(readonly instances: Instances) {}
}

type Result = Value | Subject | readonly Subject[];

export function evaluate(expression: Expression, scope: Scope): Value {
  const result = resultOf(expression, scope);
  if (result instanceof Subject) return subjectValue(result, scope);
  return isSubjects(result) ? result.map((each) => subjectValue(each, scope)) : result;
}

function resultOf(expression: Expression, scope: Scope): Result {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return templateOf(
        expression.parts.map((part) => evaluate(part, scope)),
        scope,
      );
    case "name":
      return unknown(scope, `${expression.name} is not a value`);
    case "attribute":
      return attributeOf(expression, scope);
    case "index":
      return indexOf(resultOf(expression.of, scope), evaluate(expression.key, scope), scope);
    case "splat":
      return splatOf(resultOf(expression.of, scope), scope);
    case "call":
      return callOf(
        expression.name,
        expression.args.map((arg) => evaluate(arg, scope)),
        scope,
      );
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "object":
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [String(evaluate(key, scope)), evaluate(value, scope)]),
      );
    case "not":
      return negate(evaluate(expression.of, scope), scope);
    case "minus": {
      const value = evaluate(expression.of, scope);
      return typeof value === "number" ? -value : passOn([value], scope, "-");
    }
    case "binary":
      return binaryOf(
        expression.operator,
        evaluate(expression.left, scope),
        evaluate(expression.right, scope),
        scope,
      );
    case "choice":
      return choiceOf(expression, scope);
    case "foreign":
      return unknown(scope, `${expression.text} is not understood`);
  }
}

function attributeOf(expression: Extract<Expression, { kind: "attribute" }>, scope: Scope): Result {
  const { of, name } = expression;
  if (of.kind === "name") {
    const named = scope.named(of.name, name);
    if (named !== undefined) return named;
    const instances = scope.instances(of.name, name);
    return instances === undefined
      ? unknown(scope, `${of.name}.${name} is not declared`)
      : new Subject(instances);
  }
  if (
    of.kind === "attribute" &&
    of.of.kind === "name" &&
    (of.of.name === "data" || of.of.name === "module")
  ) {
    const data = scope.instances(`${of.of.name}.${of.name}`, name);
    return data === undefined
      ? unknown(scope, `${of.of.name}.${of.name}.${name} is read by Terraform`)
      : new Subject(data);
  }
  return memberOf(resultOf(of, scope), name, scope);
}

function memberOf(value: Result, name: string, scope: Scope): Value {
  if (value instanceof Subject) {
    const [first] = value.instances.byKey.values();
    return value.instances.kind === "single" && first !== undefined
      ? scope.attribute(first, name)
      : unknown(scope, `needs an instance key before .${name}`);
  }
  if (isSubjects(value)) return value.map((each) => memberOf(each, name, scope));
  if (isList(value)) return value.map((each) => memberOf(each, name, scope));
  if (isValues(value)) return (Object.hasOwn(value, name) ? value[name] : undefined) ?? null;
  if (value instanceof Reference) return new Reference(value.address, `${value.attribute}.${name}`);
  return passOn([value], scope, `.${name}`);
}

function indexOf(value: Result, key: Value, scope: Scope): Result {
  if (isUnknown(key)) return passOn([key], scope, "[]");
  const text = String(key);
  if (value instanceof Subject) {
    const address = value.instances.byKey.get(text);
    return address === undefined
      ? unknown(scope, `there is no instance [${text}]`)
      : new Subject({ kind: "single", byKey: new Map([["", address]]) });
  }
  if (isSubjects(value)) return value[Number(text)] ?? unknown(scope, `there is no element ${text}`);
  if (isList(value)) return value[Number(text)] ?? unknown(scope, `there is no element ${text}`);
  if (isValues(value)) return (Object.hasOwn(value, text) ? value[text] : undefined) ?? null;
  return value instanceof Reference ? value : passOn([value], scope, `[${text}]`);
}

function splatOf(value: Result, scope: Scope): Result {
  if (value instanceof Subject)
    return value.instances.kind === "unknown"
      ? unknown(scope, "how many instances there are is not known")
      : [...value.instances.byKey.values()].map(
          (address) => new Subject({ kind: "single", byKey: new Map([["", address]]) }),
        );
  if (isSubjects(value) || isList(value)) return value;
  return isUnknown(value) || value instanceof Reference ? passOn([value], scope, "[*]") : [value];
}

function callOf(name: string, args: readonly Value[], scope: Scope): Value {
  const [first] = args;
  if (first instanceof VariableValue && ["toset", "tolist", "distinct", "sort"].includes(name)) return first;
  if (name !== "try" && name !== "concat" && args.some(isUnknown)) return passOn(args, scope, `${name}()`);
  return callFunction(name, args) ?? passOn(args, scope, `${name}()`);
}

function choiceOf(expression: Extract<Expression, { kind: "choice" }>, scope: Scope): Value {
  const condition = evaluate(expression.if, scope);
  if (condition === true || condition === "true") return evaluate(expression.then, scope);
  if (condition === false || condition === "false") return evaluate(expression.else, scope);
  const branches = [evaluate(expression.then, scope), evaluate(expression.else, scope)];
  const variable = branches.find((each) => each instanceof VariableValue);
  // `strcontains(each.value, ":") ? null : each.value`: the variable's addresses of one family, or nothing.
  if (variable !== undefined && branches.includes(null)) return variable;
  return passOn([condition], scope, "?");
}

function binaryOf(operator: string, left: Value, right: Value, scope: Scope): Value {
  if (operator === "&&" && (left === false || right === false)) return false;
  if (operator === "||" && (left === true || right === true)) return true;
  if (isUnknown(left) || isUnknown(right) || left instanceof Reference || right instanceof Reference)
    return passOn([left, right], scope, operator);
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  if (operator === "&&" || operator === "||")
    return operator === "&&" ? left === true && right === true : false;
  if (typeof left !== "number" || typeof right !== "number")
    return unknown(scope, `${operator} needs numbers`);
  return arithmetic(operator, left, right) ?? unknown(scope, `${operator} is not understood`);
}

function arithmetic(operator: string, left: number, right: number): Value | undefined {
  const results: Readonly<Record<string, number | boolean>> = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": left / right,
    "%": left % right,
    "<": left < right,
    ">": left > right,
    "<=": left <= right,
    ">=": left >= right,
  };
  return results[operator];
}

function negate(value: Value, scope: Scope): Value {
  return typeof value === "boolean" ? !value : passOn([value], scope, "!");
}

function templateOf(parts: readonly Value[], scope: Scope): Value {
  const simple = parts.every(
    (part) => typeof part === "string" || typeof part === "number" || typeof part === "boolean",
  );
  return simple ? parts.join("") : passOn(parts, scope, "text");
}

/** The unknown that made this unknown, or that the operation is not understood. */
function passOn(values: readonly Result[], scope: Scope, operation: string): Value {
  for (const value of values) {
    if (value instanceof VariableValue) return unknown(scope, `${value.name} has no value`);
    if (value instanceof Unknown) return unknown(scope, value.why);
    if (value instanceof Reference)
      return unknown(scope, `${value.address}.${value.attribute} is known after apply`);
  }
  return unknown(scope, `${operation} is not understood`);
}

function subjectValue(subject: Subject, scope: Scope): Value {
  const [first] = subject.instances.byKey.values();
  return first === undefined ? unknown(scope, "has no instance") : new Reference(first, "id");
}

function isSubjects(value: Result): value is readonly Subject[] {
  return Array.isArray(value) && value.length > 0 && value[0] instanceof Subject;
}

function unknown(scope: Scope, why: string): Unknown {
  return new Unknown(scope.place, why);
}
