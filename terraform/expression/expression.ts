/** Terraform's expressions as data, as `parser.ts` gives them. */

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  /** `of[*].id`: what `each` makes of every element, which it names {@link ELEMENT}. */
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression }
  | ForExpression
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      /** `merge(local.maps...)`: the elements of the last one are arguments of their own. */
      readonly isSpread: boolean;
    }
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "not" | "minus"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "choice"; readonly if: Expression; readonly then: Expression; readonly else: Expression }
  /** Valid Terraform, perhaps, but not of the subset that is understood here. */
  | { readonly kind: "foreign"; readonly text: string };

/** `[for key, value in of : give if when]`, and with `{…}` the map of `key => give`. */
export interface ForExpression {
  readonly kind: "for";
  /** The name of the value, or those of the key and of the value. */
  readonly names: readonly string[];
  readonly of: Expression;
  /** Of a map, its keys. */
  readonly key?: Expression;
  readonly give: Expression;
  readonly when?: Expression;
  /** `give...`: all values of one key as a list. */
  readonly isGrouped: boolean;
}

/** The name of a splat's element, which no expression can have of its own. */
export const ELEMENT = "[*]";
