/** The words, numbers and signs of Terraform's expressions, one after the other. */
import { endOfString } from "./template";

export type Token =
  | { readonly kind: "number" | "word" | "sign"; readonly text: string }
  /** A quoted string, as it stands between its quotes. */
  | { readonly kind: "string"; readonly text: string; readonly isClosed: boolean };

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(\|\||&&|==|!=|<=|>=|=>|\[\*\]|\.\*|\.\.\.|[-+*/%<>!?:.,()[\]{}="]))/y;

/** The token at a position, and where it ends; undefined at the end, or at what no expression has. */
export function tokenAt(
  text: string,
  position: number,
): { readonly token: Token; readonly end: number } | undefined {
  TOKEN.lastIndex = position;
  const match = TOKEN.exec(text);
  if (match === null) return undefined;
  const end = TOKEN.lastIndex;
  const [, number, word, sign = ""] = match;
  if (number !== undefined) return { token: { kind: "number", text: number }, end };
  if (word !== undefined) return { token: { kind: "word", text: word }, end };
  if (sign !== '"') return { token: { kind: "sign", text: sign }, end };
  const close = endOfString(text, end);
  const isClosed = close < text.length;
  return { token: { kind: "string", text: text.slice(end, close), isClosed }, end: close + 1 };
}

const KEYWORDS = new Set(["true", "false", "null", "for", "in", "if"]);

/**
 * The references in an expression, each as its chain of names; function calls, keywords and the variables of `for` are
 * left out, and so is what stands in strings.
 * @returns undefined for a text that is no expression: one with other signs, or with nothing in it
 * @example referencesOf("length(aws_subnet.private[*].id)") // [["aws_subnet", "private", "id"]]
 */
export function referencesOf(expression: string): readonly (readonly string[])[] | undefined {
  const tokens = tokensOf(expression);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const bound = boundNames(tokens);
  const chains: string[][] = [];
  let chain: string[] | undefined;
  tokens.forEach((token, i) => {
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    const isMember = isSign(before, ".");
    if (token.kind === "word" && !isMember) {
      const isReference = !isSign(after, "(") && !KEYWORDS.has(token.text) && !bound.has(token.text);
      chain = isReference ? [token.text] : undefined;
      if (chain !== undefined) chains.push(chain);
    } else if (isMember && (token.kind === "word" || token.kind === "number")) chain?.push(token.text);
    else if (!isSign(token, ".") && !isSign(token, ".*") && !isSign(token, "[*]")) chain = undefined;
  });
  return chains;
}

function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const whole = expression.trimEnd();
  for (let at = 0; at < whole.length; ) {
    const found = tokenAt(whole, at);
    if (found === undefined || (found.token.kind === "string" && !found.token.isClosed)) return undefined;
    tokens.push(found.token);
    at = found.end;
  }
  return tokens;
}

/** The names that `for NAME in …` and `for KEY, VALUE in …` bring. */
function boundNames(tokens: readonly Token[]): ReadonlySet<string> {
  const bound = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.kind !== "word" || token.text !== "for") return;
    for (const next of tokens.slice(i + 1, i + 4)) {
      if (next.kind !== "word" && !isSign(next, ",")) return;
      if (next.text === "in") return;
      if (next.kind === "word") bound.add(next.text);
    }
  });
  return bound;
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}
