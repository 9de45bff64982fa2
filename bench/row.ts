/** One line of the bench's table: what was timed against what, and whether that is good enough. */

export interface Row {
  readonly what: string;
  readonly against: string;
  /** Ours and theirs, in milliseconds; theirs is left out where the target is a time. */
  readonly ours: number;
  readonly theirs?: number;
  readonly target: Target;
}

export type Target =
  /** Ours takes at most so many times as long. */
  | { readonly kind: "at-most"; readonly times: number }
  /** Ours is at least so many times as fast. */
  | { readonly kind: "faster"; readonly times: number }
  /** Ours takes less than so many milliseconds. */
  | { readonly kind: "under"; readonly ms: number }
  /** Shown, because it should be known. */
  | { readonly kind: "none" };

interface Judged {
  readonly ratio: string;
  readonly toReach: string;
  readonly reached: "yes" | "**no**" | "";
}

function judge({ ours, theirs = Number.NaN, target }: Row): Judged {
  switch (target.kind) {
    case "at-most": {
      const ratio = ours / theirs;
      return {
        ratio: `${ratio.toFixed(2)}×`,
        toReach: `≤ ${target.times}×`,
        reached: answer(ratio <= target.times),
      };
    }
    case "faster": {
      const ratio = theirs / ours;
      const toReach = target.times === 1 ? "faster" : `≥ ${target.times}× faster`;
      return {
        ratio: `${ratio.toFixed(2)}× faster`,
        toReach,
        reached: answer(ratio >= target.times && ratio > 1),
      };
    }
    case "under":
      return { ratio: "", toReach: `< ${seconds(target.ms)}`, reached: answer(ours < target.ms) };
    case "none":
      return { ratio: `${(ours / theirs).toFixed(2)}×`, toReach: "", reached: "" };
  }
}

const answer = (reached: boolean) => (reached ? "yes" : "**no**");

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 1000 ? 3 : 1)} s`;

/** A Markdown table of the rows. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const { ratio, toReach, reached } = judge(row);
    const theirs = row.theirs === undefined ? "" : seconds(row.theirs);
    return [row.what, row.against, seconds(row.ours), theirs, ratio, toReach, reached];
  });
  const head = ["what", "against", "ours", "theirs", "ratio", "to reach", "reached"];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
