/** A text of limited length made of parts in the order of their weight: the last are cut first, and that is said. */

export interface MarkdownPart {
  /** What it is, for saying that it was cut: `the list of changes`. */
  readonly name: string;
  readonly head: readonly string[];
  /** Each may be left out, from the end. */
  readonly lines: readonly string[];
  readonly foot: readonly string[];
}

/** Room for saying what was cut. */
const RESERVE = 1_000;

/**
 * @param top is never cut
 * @param limit characters in all
 * @param rest where everything can be read
 */
export function fitted(top: string, parts: readonly MarkdownPart[], limit: number, rest: string): string {
  const texts = [top];
  const cut: string[] = [];
  let room = limit - RESERVE - top.length;
  for (const part of parts) {
    const fixed = sizeOf(part.head) + sizeOf(part.foot);
    const kept = fitting(part.lines, room - fixed);
    if (kept.length === 0 && (part.lines.length > 0 || fixed > room)) {
      cut.push(part.name);
      continue;
    }
    const missing = part.lines.length - kept.length;
    if (missing > 0) cut.push(`${missing} of ${part.lines.length} lines of ${part.name}`);
    const lines = [...part.head, ...kept, ...part.foot];
    texts.push(lines.join("\n"));
    room -= sizeOf(lines);
  }
  if (cut.length > 0) texts.push(cutText(cut, rest));
  return `${texts.join("\n")}\n`;
}

function cutText(cut: readonly string[], rest: string): string {
  const named = cut.slice(0, 8).join("; ");
  const more = cut.length > 8 ? `; and ${cut.length - 8} more parts` : "";
  return `\n> **Cut to fit:** ${named}${more}. ${rest}`;
}

function fitting(lines: readonly string[], room: number): readonly string[] {
  let left = room;
  const first = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return first < 0 ? lines : lines.slice(0, first);
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
