/** Text into XML and HTML: whatever a name holds, it stays text. */

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters but tab and line ends, half characters, and what turns the direction of text around. */
const NOT_XML =
  /[^\t\n\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\p{Cf}\p{Co}\p{Cn}]|[\ufffe\uffff\u202a-\u202e\u2066-\u2069]/gu;

/** For text and for attributes in quotes. Characters that XML does not know become a replacement character. */
export function escaped(text: string): string {
  return text
    .replaceAll(NOT_XML, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** Attributes with their values escaped, each with a space before it; undefined ones are left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : ` ${name}="${escaped(String(value))}"`))
    .join("");
}
