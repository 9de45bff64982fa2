/** The names nearest to a mistyped one. */
import { distance } from "fastest-levenshtein";

/** @param limit how many names at most */
export function nearest(text: string, names: readonly string[], limit: number): readonly string[] {
  const wanted = compared(text);
  return names
    .map((name) => ({ name, far: farness(wanted, compared(name)) }))
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** As far as names are looked at, so that nobody waits for a very long one. */
function compared(text: string): string {
  return text.toLowerCase().slice(0, 100);
}

/** How many letters to change, add or remove; a name that contains the text is near. */
function farness(a: string, b: string): number {
  return b.includes(a) || a.includes(b) ? Math.abs(a.length - b.length) / 100 : distance(a, b);
}
