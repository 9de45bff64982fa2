/** Gives expressions their values; what depends on something not known becomes an {@link Unknown} that names it. */

import { isList, isUnknown, isValues, Reference, Unknown, type Value, VariableValue } from "../values";
import { inOrder, SetElements } from "./collection-functions";
import { ELEMENT, type Expression, type ForExpression } from "./expression";
import { callFunction } from "./functions";
import { arithmetic, equality } from "./operators";
import { allowed, bind, passOn, Refused, type Scope, unknown, WHOLE } from "./scope";

/** The value of an expression; a resource as a whole is a {@link Reference} to {@link WHOLE}. */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return templateOf(
        expression.parts.map((part) => evaluate(part, scope)),
        scope,
      );
    case "name":
      return scope.bound?.has(expression.name) === true
        ? (scope.bound.get(expression.name) ?? null)
        : unknown(scope, `${expression.name} is not a value`);
    case "attribute":
      return attributeOf(expression, scope);
    case "index":
      return elementOf(evaluate(expression.of, scope), evaluate(expression.key, scope), scope);
    case "splat":
      return splatOf(expression, scope);
    case "for":
      return forOf(expression, scope);
    case "call":
      return callOf(expression, scope);
    case "list": {
      const items = expression.items.map((item) => evaluate(item, scope));
      return allowed(items, () => items);
    }
    case "object":
      return objectOf(
        expression.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]),
        scope,
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

/** The value with every resource as a whole replaced by its id, which is all that an attribute takes of it. */
export function withIds(value: Value): Value {
  if (value instanceof Reference)
    return value.attribute === WHOLE ? new Reference(value.address, "id") : value;
  if (isList(value)) return Array.from(value, withIds);
  if (!isValues(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withIds(each ?? null)]));
}

function attributeOf(expression: Extract<Expression, { kind: "attribute" }>, scope: Scope): Value {
  const { of, name } = expression;
  if (of.kind === "name" && scope.bound?.has(of.name) !== true) {
    const named = scope.named(of.name, name);
    return named === undefined
      ? resourceOf(scope, of.name, name, `${of.name}.${name} is not declared`)
      : named;
  }
  if (
    of.kind === "attribute" &&
    of.of.kind === "name" &&
    of.of.name === "data" &&
    scope.bound?.has("data") !== true
  )
    return resourceOf(scope, `data.${of.name}`, name, `data.${of.name}.${name} is read by Terraform`);
  return memberOf(evaluate(of, scope), name, scope);
}

/** A resource as a whole: one, a list of `count`, a map of `for_each`. */
function resourceOf(scope: Scope, type: string, name: string, otherwise: string): Value {
  const instances = scope.instances(type, name);
  if (instances === undefined) return unknown(scope, otherwise);
  const all = [...instances.byKey].map(([key, address]) => [key, new Reference(address, WHOLE)] as const);
  switch (instances.kind) {
    case "single":
      return all[0]?.[1] ?? unknown(scope, "has no instance");
    case "count":
      return all.map(([, each]) => each);
    case "for_each":
      return Object.fromEntries(all);
    case "unknown":
      return unknown(scope, "how many instances there are is not known");
  }
}

function memberOf(value: Value, name: string, scope: Scope): Value {
  if (isList(value)) return new Refused(scope.place, `needs an instance key before .${name}`);
  if (isValues(value))
    return Object.hasOwn(value, name)
      ? (value[name] ?? null)
      : new Refused(scope.place, `there is no element ${name}`);
  if (value instanceof Reference)
    return value.attribute === WHOLE
      ? scope.attribute(value.address, name)
      : new Reference(value.address, `${value.attribute}.${name}`);
  return passOn([value], scope, `.${name}`);
}

function elementOf(value: Value, key: Value, scope: Scope): Value {
  if (isUnknown(key) || key instanceof Reference) return passOn([key], scope, "[]");
  const text = String(key);
  if (value instanceof SetElements) return new Refused(scope.place, "a set has no numbers");
  if (isList(value)) return value[Number(text)] ?? new Refused(scope.place, `there is no element ${text}`);
  if (value instanceof Reference && value.attribute !== WHOLE) return value;
  return memberOf(value, text, scope);
}

function splatOf(expression: Extract<Expression, { kind: "splat" }>, scope: Scope): Value {
  const all = evaluate(expression.of, scope);
  if (isUnknown(all) || (all instanceof Reference && all.attribute !== WHOLE))
    return passOn([all], scope, "[*]");
  const elements = isList(all) ? all : all === null ? [] : [all];
  const found = elements.map((each) => evaluate(expression.each, bind(scope, [[ELEMENT, each]])));
  return allowed(found, () => found);
}

function forOf({ names, of, key, give, when, isGrouped }: ForExpression, scope: Scope): Value {
  const all = evaluate(of, scope);
  const entries = entriesOf(all);
  if (entries === undefined) return passOn([all], scope, "for");
  const found: (readonly [Value, Value])[] = [];
  for (const [name, value] of entries) {
    const [first = "", second] = names;
    const inner = bind(
      scope,
      second === undefined
        ? [[first, value]]
        : [
            [first, name],
            [second, value],
          ],
    );
    const isIn = when === undefined ? true : evaluate(when, inner);
    if (isIn !== true && isIn !== false) return passOn([isIn], scope, "for");
    if (isIn) found.push([key === undefined ? "" : evaluate(key, inner), evaluate(give, inner)]);
  }
  const values = found.map(([, value]) => value);
  if (key === undefined) return allowed(values, () => values);
  return isGrouped ? grouped(found, scope) : objectOf(found, scope);
}

function grouped(found: readonly (readonly [Value, Value])[], scope: Scope): Value {
  const groups = new Map<Value, Value[]>();
  for (const [key, value] of found) groups.set(key, [...(groups.get(key) ?? []), value]);
  return objectOf([...groups], scope);
}

/** The elements of a list by their number, of a map by their key, in Terraform's order. */
function entriesOf(value: Value): readonly (readonly [Value, Value])[] | undefined {
  if (value instanceof SetElements) return inOrder(value)?.map((each) => [each, each] as const);
  if (isList(value)) return value.map((each, i) => [i, each] as const);
  if (!isValues(value)) return undefined;
  return Object.keys(value)
    .sort()
    .map((key) => [key, value[key] ?? null] as const);
}

function objectOf(entries: readonly (readonly [Value, Value])[], scope: Scope): Value {
  const odd = entries.map(([key]) => key).find((key) => typeof key === "object");
  if (odd !== undefined) return passOn([odd], scope, "a key");
  return allowed(
    entries.map(([, value]) => value),
    () => Object.fromEntries(entries.map(([key, value]) => [String(key), value])),
  );
}

function callOf(call: Extract<Expression, { kind: "call" }>, scope: Scope): Value {
  const { name } = call;
  const given = call.args.map((arg) => evaluate(arg, scope));
  const last = given.at(-1);
  if (call.isSpread && !isList(last)) return passOn([last ?? null], scope, `${name}()`);
  const args = call.isSpread && isList(last) ? [...given.slice(0, -1), ...last] : given;
  const [first] = args;
  if (name === "try") return firstAllowed(args, scope);
  if (name === "can")
    return first instanceof Refused ? false : isUnknown(first) ? passOn([first], scope, "can()") : true;
  if (first instanceof VariableValue && ["toset", "tolist", "distinct", "sort"].includes(name)) return first;
  if (name !== "concat" && args.some(isUnknown)) return passOn(args, scope, `${name}()`);
  return callFunction(name, args) ?? passOn(args, scope, `${name}()`);
}

/** `try`: what is not known is no error of Terraform's, so it is the value. */
function firstAllowed(args: readonly Value[], scope: Scope): Value {
  const found = args.find((each) => !(each instanceof Refused));
  return found ?? passOn(args, scope, "try()");
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
  if (operator === "==" || operator === "!=") {
    const same = equality(left, right);
    return same === undefined ? passOn([left, right], scope, operator) : same === (operator === "==");
  }
  if (isUnknown(left) || isUnknown(right) || left instanceof Reference || right instanceof Reference)
    return passOn([left, right], scope, operator);
  return arithmetic(operator, left, right) ?? unknown(scope, `${operator} is not understood`);
}

function negate(value: Value, scope: Scope): Value {
  return typeof value === "boolean" ? !value : passOn([value], scope, "!");
}

/** `${aws_eip.office.public_ip}/32`. */
function hostOf(parts: readonly Value[]): Reference | undefined {
  const [address, mask] = parts;
  const isHost = parts.length === 2 && (mask === "/32" || mask === "/128");
  return isHost && address instanceof Reference && address.attribute !== WHOLE ? address : undefined;
}

function templateOf(parts: readonly Value[], scope: Scope): Value {
  const host = hostOf(parts);
  if (host !== undefined)
    return new Unknown(
      scope.place,
      `${host.address}.${host.attribute} is known after apply`,
      undefined,
      host,
    );
  const simple = parts.every(
    (part) => typeof part === "string" || typeof part === "number" || typeof part === "boolean",
  );
  return simple ? parts.join("") : passOn(parts, scope, "text");
}
