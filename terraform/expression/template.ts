/** Terraform's template syntax: literal text with `${…}` and `%{…}` in it, and where strings and bodies end. */

export type TemplatePart =
  | { readonly kind: "literal"; readonly text: string }
  /** `body` is what stands between the braces; of one that never ends, the rest of the text. */
  | { readonly kind: "$" | "%"; readonly body: string; readonly isClosed: boolean };

/** An unescaped `${…}` or `%{…}`. */
export type Interpolation = Exclude<TemplatePart, { readonly kind: "literal" }>;

/**
 * The parts of a text, in order. Of escaped openers, `$${` and `%%{`, the literal has the characters themselves.
 * @example templateParts("http://${var.host}/") // "http://", then "$" with the body "var.host", then "/"
 */
export function templateParts(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "literal", text: literal });
    literal = "";
  };
  for (let at = 0; at < text.length; ) {
    if (isEscape(text, at)) {
      literal += text.slice(at + 1, at + 3);
      at += 3;
    } else if (isOpener(text, at)) {
      flush();
      const end = endOfBody(text, at + 2);
      const kind = text[at] === "$" ? "$" : "%";
      parts.push({ kind, body: text.slice(at + 2, end), isClosed: end < text.length });
      at = end + 1;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  flush();
  return parts;
}

/** The unescaped `${…}` and `%{…}` of a text. */
export function interpolationsOf(text: string): readonly Interpolation[] {
  return templateParts(text).filter((part): part is Interpolation => part.kind !== "literal");
}

/** Strings in bodies in strings: nobody nests them deeper, and what does is never closed. */
const DEEPEST = 64;

/** The index of the brace that closes a body which starts at `start`; the end of the text where there is none. */
function endOfBody(text: string, start: number, level = 0): number {
  if (level > DEEPEST) return text.length;
  let depth = 1;
  for (let i = start; i < text.length; i += 1) {
    const character = text[i];
    if (character === '"') i = endOfString(text, i + 1, level + 1);
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return text.length;
}

/** The index of the quote that closes a string whose content starts at `start`; the end of the text where there is none. */
export function endOfString(text: string, start: number, level = 0): number {
  for (let i = start; i < text.length; i += 1) {
    if (text[i] === '"') return i;
    if (text[i] === "\\") i += 1;
    else if (isEscape(text, i)) i += 2;
    else if (isOpener(text, i)) i = endOfBody(text, i + 2, level);
  }
  return text.length;
}

function isEscape(text: string, at: number): boolean {
  return text.startsWith("$${", at) || text.startsWith("%%{", at);
}

function isOpener(text: string, at: number): boolean {
  return text.startsWith("${", at) || text.startsWith("%{", at);
}
