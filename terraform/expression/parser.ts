/** Parses the Terraform expressions that networks use; what it does not know is refused, never guessed. */
import { ELEMENT, type Expression } from "./expression";
import { templateParts } from "./template";
import { type Token, tokenAt } from "./tokens";

const DEEPEST = 64;
const LONGEST = 100_000;

/** What nearly every expression of a network is: `${aws_subnet.public_a.id}`. */
const PLAIN_REFERENCE = /^\$\{([A-Za-z_]\w*)\.([A-Za-z_]\w*)\.([A-Za-z_]\w*)\}$/;

/** An expression as HCL has it, without `${` and `}`. */
export function parseExpression(text: string): Expression {
  if (text.length > LONGEST) return { kind: "foreign", text: `${text.slice(0, 40)}…` };
  try {
    return new Parser(text, 0).whole();
  } catch (error) {
    if (error instanceof Foreign) return { kind: "foreign", text: text.slice(0, 200) };
    throw error;
  }
}

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
    return template(text, false, 0);
  } catch (error) {
    if (error instanceof Foreign) return { kind: "foreign", text: text.slice(0, 200) };
    throw error;
  }
}

class Foreign extends Error {}

/** @param isQuoted it stands in quotes inside of an expression, where `\\` escapes */
function template(text: string, isQuoted: boolean, depth: number): Expression {
  const parts = templateParts(text).map((part): Expression => {
    if (part.kind === "literal")
      return { kind: "literal", value: isQuoted ? unescaped(part.text) : part.text };
    if (part.kind === "%" || !part.isClosed) throw new Foreign();
    return new Parser(part.body, depth).whole();
  });
  const [only] = parts;
  if (only === undefined) return { kind: "literal", value: "" };
  return parts.length === 1 ? only : { kind: "template", parts };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\([\s\S])/g, (_, character: string) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const LEVELS = [["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"]] as const;

class Parser {
  private position = 0;

  /** @param depth how deep in other expressions it stands */
  constructor(
    private readonly text: string,
    private depth: number,
  ) {}

  /** The expression, and nothing after it. */
  whole(): Expression {
    const expression = this.expression();
    if (this.text.slice(this.position).trim() !== "") throw new Foreign();
    return expression;
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
    return this.parts(this.primary());
  }

  /** What is taken of a value: attributes, elements. After `.*`, an index is one of the whole list. */
  private parts(value: Expression, isOfAttributes = false): Expression {
    for (let of = value; ; ) {
      if (this.accept("[*]")) of = { kind: "splat", of, each: this.parts({ kind: "name", name: ELEMENT }) };
      else if (this.accept(".*"))
        of = { kind: "splat", of, each: this.parts({ kind: "name", name: ELEMENT }, true) };
      else if (this.accept(".")) of = this.member(of);
      else if (!isOfAttributes && this.accept("[")) {
        of = { kind: "index", of, key: this.expression() };
        this.expect("]");
      } else return of;
    }
  }

  private member(of: Expression): Expression {
    const { kind, text } = this.next();
    if (kind === "number") return { kind: "index", of, key: { kind: "literal", value: Number(text) } };
    if (kind !== "word") throw new Foreign();
    return { kind: "attribute", of, name: text };
  }

  private primary(): Expression {
    const token = this.next();
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: Number(token.text) };
      case "word":
        return this.word(token.text);
      case "string":
        if (!token.isClosed) throw new Foreign();
        return template(token.text, true, this.depth);
      case "sign":
        return this.signed(token.text);
    }
  }

  private signed(symbol: string): Expression {
    if (symbol === "(") {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (symbol === "[")
      return this.acceptWord("for") ? this.loop("]") : { kind: "list", items: this.items("]") };
    if (symbol === "{") return this.acceptWord("for") ? this.loop("}") : this.object();
    throw new Foreign();
  }

  /** After `for`. */
  private loop(end: "]" | "}"): Expression {
    const names = [this.name()];
    if (this.accept(",")) names.push(this.name());
    if (!this.acceptWord("in")) throw new Foreign();
    const of = this.expression();
    this.expect(":");
    const first = this.expression();
    if (end === "}") this.expect("=>");
    const result = end === "}" ? { key: first, give: this.expression() } : { give: first };
    const isGrouped = this.accept("...");
    const when = this.acceptWord("if") ? { when: this.expression() } : {};
    this.expect(end);
    return { kind: "for", names, of, ...result, ...when, isGrouped };
  }

  private word(word: string): Expression {
    if (word === "true" || word === "false") return { kind: "literal", value: word === "true" };
    if (word === "null") return { kind: "literal", value: null };
    if (!this.accept("(")) return { kind: "name", name: word };
    const args: Expression[] = [];
    let isSpread = false;
    while (!this.accept(")")) {
      args.push(this.expression());
      isSpread = this.accept("...");
      if (!this.accept(",")) {
        this.expect(")");
        break;
      }
    }
    return { kind: "call", name: word, args, isSpread };
  }

  private items(end: "]"): readonly Expression[] {
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
      // A bare name is the key itself; in brackets it is a value.
      const isComputed = tokenAt(this.text, this.position)?.token.text === "(";
      const key = this.expression();
      if (!this.accept("=") && !this.accept(":")) throw new Foreign();
      const isName = key.kind === "name" && !isComputed;
      entries.push([isName ? { kind: "literal", value: key.name } : key, this.expression()]);
      this.accept(",");
    }
    return { kind: "object", entries };
  }

  private name(): string {
    const { kind, text } = this.next();
    if (kind !== "word") throw new Foreign();
    return text;
  }

  private acceptWord(word: string): boolean {
    const found = tokenAt(this.text, this.position);
    if (found?.token.kind !== "word" || found.token.text !== word) return false;
    this.position = found.end;
    return true;
  }

  private accept(sign: string): boolean {
    const found = tokenAt(this.text, this.position);
    if (found?.token.kind !== "sign" || found.token.text !== sign) return false;
    this.position = found.end;
    return true;
  }

  private expect(sign: string): void {
    if (!this.accept(sign)) throw new Foreign();
  }

  private next(): Token {
    const found = tokenAt(this.text, this.position);
    if (found === undefined) throw new Foreign();
    this.position = found.end;
    return found.token;
  }
}
