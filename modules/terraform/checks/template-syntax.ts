/** The little of Terraform's template syntax that is needed to see what an expression refers to. */

export interface Interpolation {
  readonly kind: "$" | "%";
  /** What stands between the braces. */
  readonly body: string;
}

/** The unescaped `${…}` and `%{…}` of a text; one that never ends has the rest of the text as its body. */
export function interpolationsOf(text: string): readonly Interpolation[] {
  const found: Interpolation[] = [];
  let at = 0;
  while (at < text.length) {
    const opener = text.slice(at, at + 3);
    if (opener === "$${" || opener === "%%{") at += 3;
    else if (opener.startsWith("${") || opener.startsWith("%{")) {
      const end = endOfBody(text, at + 2);
      found.push({ kind: opener.startsWith("$") ? "$" : "%", body: text.slice(at + 2, end) });
      at = end + 1;
    } else at += 1;
  }
  return found;
}

/** The index of the brace that closes a body which starts at `start`; strings inside may hold braces. */
function endOfBody(text: string, start: number): number {
  let depth = 1;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (quoted && c === "\\") i += 1;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === "{") depth += 1;
    else if (!quoted && c === "}") {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return text.length;
}

const KEYWORDS = new Set(["true", "false", "null", "for", "in", "if"]);
const LEXEME =
  /"(?:[^"\\]|\\.)*"|(\.?)([A-Za-z_][\w-]*)((?:\.[A-Za-z_][\w-]*|\.\d+|\.\*|\[\*\])*)(\s*\()?|\d+(?:\.\d+)?|\s+|[-+*/%!=<>&|?:,()[\]{}.]/gy;

/**
 * The references in an expression, each as its chain of names; function calls, keywords and the variables of `for` are
 * left out. @returns undefined for a text that is not an expression at all (`aws:username` is, `a b` is not)
 */
export function referencesOf(expression: string): readonly (readonly string[])[] | undefined {
  const chains: string[][] = [];
  const bound = new Set<string>();
  for (const match of expression.matchAll(/\bfor\s+([A-Za-z_]\w*)(?:\s*,\s*([A-Za-z_]\w*))?\s+in\b/g)) {
    for (const name of match.slice(1)) if (name !== undefined) bound.add(name);
  }
  let read = 0;
  for (const [lexeme, dot = "", name, rest = "", call] of expression.matchAll(LEXEME)) {
    read += lexeme.length;
    const isReference =
      name !== undefined && call === undefined && dot === "" && !KEYWORDS.has(name) && !bound.has(name);
    if (isReference) chains.push([name, ...rest.split(".").slice(1)]);
  }
  return read === expression.length && expression.trim() !== "" ? chains : undefined;
}
