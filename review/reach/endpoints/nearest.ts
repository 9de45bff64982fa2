/** The names nearest to a mistyped one. */

/** @param limit how many names at most */
export function nearest(text: string, names: readonly string[], limit: number): readonly string[] {
  const wanted = text.toLowerCase().slice(0, 100);
  return names
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase().slice(0, 100)) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

/** How many letters to change, add or remove; a name that contains the text is near. */
function distance(a: string, b: string): number {
  if (b.includes(a) || a.includes(b)) return Math.abs(a.length - b.length) / 100;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
