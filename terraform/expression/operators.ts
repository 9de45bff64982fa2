/** Terraform's operators on values that are known. */
import { isList, isUnknown, isValues, Reference, type Value } from "../values";

/** Whether two values are the same; undefined where a part of them that decides it is not known. */
export function equality(left: Value, right: Value): boolean | undefined {
  if (left instanceof Reference || right instanceof Reference || isUnknown(left) || isUnknown(right))
    return isNothing(left, right) ? false : undefined;
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) return false;
    return all(left.map((each, i) => equality(each, right[i] ?? null)));
  }
  if (isValues(left) && isValues(right)) {
    const names = Object.keys(left);
    if (names.length !== Object.keys(right).length || names.some((name) => !Object.hasOwn(right, name)))
      return false;
    return all(names.map((name) => equality(left[name] ?? null, right[name] ?? null)));
  }
  // Terraform converts before it compares only what is written as literals: one kind beside another is left open.
  if (left !== null && right !== null && typeof left !== typeof right) return undefined;
  return left === right;
}

/** A resource as a whole is there: it is not null. */
function isNothing(left: Value, right: Value): boolean {
  const other = left === null ? right : right === null ? left : undefined;
  return other instanceof Reference && ["", "id", "arn"].includes(other.attribute);
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

/** The result for two numbers, or two truth values; undefined for what has none. */
export function arithmetic(operator: string, left: Value, right: Value): Value | undefined {
  if (typeof left === "boolean" && typeof right === "boolean")
    return operator === "&&" ? left && right : operator === "||" ? left || right : undefined;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case "%":
      return right === 0 ? undefined : left % right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
  }
  return undefined;
}
