/** The matrix as text: one line a pair that gets through, the machines of each class listed once. */
import { formatTrafficSet } from "../../net/traffic-set";
import type { Matrix } from "../reach/matrix";

/** How many names of a class are listed. */
const MOST_NAMES = 12;

export function renderMatrix({ ends, rows, unplaced }: Matrix): string {
  const width = Math.max(8, ...rows.map(({ from, to }) => from.name.length + to.name.length)) + 5;
  const lines = rows.map(({ from, to, open, unknown }) => {
    const pair = `${from.name} → ${to.name}`;
    const rest = unknown ? `${open.length === 0 ? "" : ", "}the rest is unknown` : "";
    return `${pair.padEnd(width)}${open.length === 0 ? "" : formatTrafficSet(open)}${rest}`;
  });
  const classes = ends
    .filter(({ members }) => members.length > 1)
    .map(({ name, members }) => `${name}: ${listed(members)}`);
  const lost = unplaced.map(({ name, unknown }) => `${name}: ${unknown.attribute}: ${unknown.why}`);
  const head =
    rows.length === 0 ? "nothing reaches anything" : "who reaches whom; every other pair is blocked";
  return [
    ...(lost.length === 0 ? [head] : [`${head}, but nobody knows of the machines without a place, below`]),
    ...lines,
    ...(classes.length === 0 ? [] : ["", ...classes]),
    ...(lost.length === 0 ? [] : ["", "without a place", ...lost.map((each) => `  ${each}`)]),
  ].join("\n");
}

function listed(members: readonly string[]): string {
  const more = members.length - MOST_NAMES;
  return `${members.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Rows of machine names, for comparing: every member of every class with every other. */
export function matrixJson({ ends, rows, unplaced }: Matrix): object {
  return {
    ends: ends.map(({ name, members }) => ({ name, members })),
    rows: rows.map(({ from, to, open, unknown }) => ({
      from: from.name,
      to: to.name,
      open: formatTrafficSet(open),
      ...(unknown ? { unknown } : {}),
    })),
    ...(unplaced.length === 0
      ? {}
      : {
          unplaced: unplaced.map(({ name, unknown: { attribute, why } }) => ({ name, attribute, why })),
        }),
  };
}
