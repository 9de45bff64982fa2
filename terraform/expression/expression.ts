/** Parses the Terraform expressions that JSON networks use; what it does not know is refused, never guessed. */

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "splat"; readonly of: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
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

const DEEPEST = 64;
const LONGEST = 100_000;

/** What nearly every expression of a network is: `${aws_subnet.public_a.id}`. */
const PLAIN_REFERENCE = /^\$\{([A-Za-z_]\w*)\.([A-Za-z_]\w*)\.([A-Za-z_]\w*)\}$/;

/** A string of Terraform JSON: literal text with `${…}` in it; `$${` stands for itself. */
export function parseTemplate(text: string): Expression {
  if (!text.includes("{")) return { kind: "literal", value: text };
  const [, type, name, attribute] = PLAIN_REFERENCE.exec(text) ?? [];
  if (type !== undefined && name !== undefined && attribute !== undefined) {
    const resource: Expression = { kind: "attribute", of: { kind: "name", name: type }, name };
    return { kind: "attribute", of: resource, name: attribute };
  }
  if (!text.includes("${") && !text.includes("%{")) return { kind: "literal", value: text };
  if (text.length > LONGEST) return { kind: "foreign", text: `${text.slice(0, 40)}…` };
  try {
    return new Parser(text).template("");
  } catch (error) {
    if (error instanceof Foreign) return { kind: "foreign", text: text.slice(0, 200) };
    throw error;
  }
}

class Foreign extends Error {}

const LEVELS = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]] as const;
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(\|\||&&|==|!=|<=|>=|=>|\[\*\]|\.\*|\.\.\.|[-+*/%<>!?:.,()[\]{}="]))/y;

class Parser {
  private position = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  /** Reads up to the end of the text, or to the closing quote inside an expression. */
  template(end: "" | '"'): Expression {
    const parts: Expression[] = [];
    let literal = "";
    const flush = (): void => {
      if (literal !== "") parts.push({ kind: "literal", value: literal });
      literal = "";
    };
    while (this.position < this.text.length && (end === "" || this.text[this.position] !== end)) {
      if (this.text.startsWith("$${", this.position) || this.text.startsWith("%%{", this.position)) {
        literal += this.text.slice(this.position + 1, this.position + 3);
        this.position += 3;
      } else if (this.text.startsWith("${", this.position)) {
        flush();
        this.position += 2;
        parts.push(this.expression());
        this.expect("}");
      } else if (this.text.startsWith("%{", this.position)) {
        throw new Foreign();
      } else literal += this.character(end);
    }
    flush();
    const [only] = parts;
    if (only === undefined) return { kind: "literal", value: "" };
    return parts.length === 1 ? only : { kind: "template", parts };
  }

  private character(end: string): string {
    const char = this.text[this.position] ?? "";
    this.position += 1;
    if (end === "" || char !== "\\") return char;
    const escaped = this.text[this.position] ?? "";
    this.position += 1;
    return { n: "\n", t: "\t", r: "\r" }[escaped] ?? escaped;
  }

  expression(): Expression {
    this.depth += 1;
    if (this.depth > DEEPEST) throw new Foreign();
    const condition = this.binary(0);
    const result = this.accept("?") ? this.choice(condition) : condition;
    this.depth -= 1;
    return result;
  }

  private choice(condition: Expression): Expression {
    const then = this.expression();
    this.expect(":");
    return { kind: "choice", if: condition, then, else: this.expression() };
  }

  private binary(level: number): Expression {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((each) => this.accept(each));
      if (operator === undefined) return left;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    if (this.accept("!")) return { kind: "not", of: this.unary() };
    if (this.accept("-")) return { kind: "minus", of: this.unary() };
    let value = this.primary();
    for (;;) {
      if (this.accept("[*]") || this.accept(".*")) value = { kind: "splat", of: value };
      else if (this.accept(".")) value = this.member(value);
      else if (this.accept("[")) {
        value = { kind: "index", of: value, key: this.expression() };
        this.expect("]");
      } else return value;
    }
  }

  private member(of: Expression): Expression {
    const token = this.next();
    if (token.number !== undefined)
      return { kind: "index", of, key: { kind: "literal", value: Number(token.number) } };
    if (token.word === undefined) throw new Foreign();
    return { kind: "attribute", of, name: token.word };
  }

  private primary(): Expression {
    const { number, word, symbol } = this.next();
    if (number !== undefined) return { kind: "literal", value: Number(number) };
    if (word !== undefined) return this.word(word);
    if (symbol === '"') {
      const text = this.template('"');
      this.position += 1;
      return text;
    }
    if (symbol === "(") {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (symbol === "[") return { kind: "list", items: this.items("]") };
    if (symbol === "{") return this.object();
    throw new Foreign();
  }

  private word(word: string): Expression {
    if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
    if (word === "null") return { kind: "literal", value: null };
    if (word === "for") throw new Foreign();
    return this.accept("(")
      ? { kind: "call", name: word, args: this.items(")") }
      : { kind: "name", name: word };
  }

  private items(end: "]" | ")"): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.accept(end)) {
      items.push(this.expression());
      if (!this.accept(",")) {
        this.expect(end);
        break;
      }
    }
    return items;
  }

  private object(): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.accept("}")) {
      const key = this.expression();
      if (!this.accept("=") && !this.accept(":")) throw new Foreign();
      entries.push([key.kind === "name" ? { kind: "literal", value: key.name } : key, this.expression()]);
      this.accept(",");
    }
    return { kind: "object", entries };
  }

  private accept(symbol: string): boolean {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (match?.[3] !== symbol) return false;
    this.position = TOKEN.lastIndex;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) throw new Foreign();
  }

  private next(): { number?: string; word?: string; symbol?: string } {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (match === null) throw new Foreign();
    this.position = TOKEN.lastIndex;
    const [, number, word, symbol] = match;
    return {
      ...(number === undefined ? {} : { number }),
      ...(word === undefined ? {} : { word }),
      ...(symbol === undefined ? {} : { symbol }),
    };
  }
}
