/** What an expression refers to, in the words in which a plan lists it. */
import type { Expression } from "./expression";
import { ELEMENT } from "./expression";

/**
 * Every reference with all that is taken of it by name or by a constant: `aws_subnet.s[0].id`, `each.value.port`.
 * @param bound names of the expression's own, as `for` brings them
 */
export function referencedBy(expression: Expression, bound: ReadonlySet<string> = NONE): readonly string[] {
  switch (expression.kind) {
    case "literal":
    case "foreign":
      return [];
    case "name":
      return bound.has(expression.name) || expression.name === ELEMENT ? [] : [expression.name];
    case "attribute":
    case "index":
      return chained(expression, bound);
    case "splat":
      return [...referencedBy(expression.of, bound), ...referencedBy(expression.each, bound)];
    case "for":
      return ofLoop(expression, bound);
    default:
      return partsOf(expression).flatMap((part) => referencedBy(part, bound));
  }
}

/** Whether all of an expression is understood, so that {@link referencedBy} leaves nothing out. */
export function isUnderstood(expression: Expression): boolean {
  switch (expression.kind) {
    case "foreign":
      return false;
    case "literal":
    case "name":
      return true;
    case "attribute":
      return isUnderstood(expression.of);
    case "index":
      return isUnderstood(expression.of) && isUnderstood(expression.key);
    case "splat":
      return isUnderstood(expression.of) && isUnderstood(expression.each);
    case "for": {
      const { of, key, give, when } = expression;
      return [of, key, give, when].every((part) => part === undefined || isUnderstood(part));
    }
    default:
      return partsOf(expression).every(isUnderstood);
  }
}

const NONE: ReadonlySet<string> = new Set();

type Chain = Extract<Expression, { kind: "attribute" | "index" }>;

function chained(expression: Chain, bound: ReadonlySet<string>): readonly string[] {
  const text = textOf(expression, bound);
  if (text !== undefined) return [text];
  const key = expression.kind === "index" ? referencedBy(expression.key, bound) : [];
  return [...referencedBy(expression.of, bound), ...key];
}

/** The chain as text where all of it is names and constants, and begins with no bound name. */
function textOf(expression: Expression, bound: ReadonlySet<string>): string | undefined {
  if (expression.kind === "name")
    return bound.has(expression.name) || expression.name === ELEMENT ? undefined : expression.name;
  if (expression.kind !== "attribute" && expression.kind !== "index") return undefined;
  const of = textOf(expression.of, bound);
  if (of === undefined) return undefined;
  if (expression.kind === "attribute") return `${of}.${expression.name}`;
  return expression.key.kind === "literal" ? `${of}[${JSON.stringify(expression.key.value)}]` : undefined;
}

function ofLoop(
  { names, of, key, give, when }: Extract<Expression, { kind: "for" }>,
  bound: ReadonlySet<string>,
): readonly string[] {
  const inner = new Set([...bound, ...names]);
  const parts = [key, give, when].flatMap((part) => (part === undefined ? [] : [part]));
  return [...referencedBy(of, bound), ...parts.flatMap((part) => referencedBy(part, inner))];
}

type Compound = Exclude<
  Expression,
  { kind: "literal" | "foreign" | "name" | "attribute" | "index" | "splat" | "for" }
>;

function partsOf(expression: Compound): readonly Expression[] {
  switch (expression.kind) {
    case "template":
      return expression.parts;
    case "call":
      return expression.args;
    case "list":
      return expression.items;
    case "object":
      return expression.entries.flat();
    case "not":
    case "minus":
      return [expression.of];
    case "binary":
      return [expression.left, expression.right];
    case "choice":
      return [expression.if, expression.then, expression.else];
  }
}
