/** Text from a plan made harmless in Markdown: no markup, link, mention, HTML or table cell of it takes effect. */

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);
const MARKUP = /[&<>|`*~[\]()!\\$@#]|:(?! )|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=\bwww)\./giu;

/** Longest name that is shown whole; resource keys can be as long as anybody likes. */
const LONGEST = 300;

/**
 * A text in the flow of Markdown, in a table cell or a heading. GitHub looks for mentions and issues in what is already
 * rendered, so an entity does not stop them; a space without width does.
 */
export function plain(text: string): string {
  return escaped(text).replaceAll(/&#(?:64|35);|\bGH-(?=\d)/gi, "$&&#8203;");
}

/** A text as code, where nothing is a mention; HTML's `code` instead of backticks, which the text could end. */
export function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}

function escaped(text: string): string {
  return tame(text).replaceAll(
    MARKUP,
    (character) => ESCAPES.get(character) ?? `&#${character.codePointAt(0)};`,
  );
}

/** One line, without what cannot be seen or turns the direction of reading. */
export function tame(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
