/** The matrix as text: one line a pair that gets through, the machines of each class listed once. */
import { formatTrafficSet } from "../../../net/traffic-set";
import type { Unplaced } from "../../network/network";
import type { Matrix } from "../../reach/matrix";
import { untoldLines, untoldText } from "../wording/untold";

/** How many names of a class are listed. */
const MOST_NAMES = 12;

export function renderMatrix(matrix: Matrix): string {
  const { ends, rows } = matrix;
  const width = Math.max(8, ...rows.map(({ from, to }) => from.name.length + to.name.length)) + 5;
  const lines = rows.map(({ from, to, open, unknown }) => {
    const pair = `${from.name} → ${to.name}`;
    const rest = unknown ? `${open.length === 0 ? "" : ", "}the rest is unknown` : "";
    return `${pair.padEnd(width)}${open.length === 0 ? "" : formatTrafficSet(open)}${rest}`;
  });
  const classes = ends
    .filter(({ members }) => members.length > 1)
    .map(({ name, members }) => `${name}: ${listed(members)}`);
  const untold = untoldText(matrix);
  const head =
    rows.length === 0 ? "nothing reaches anything" : "who reaches whom; every other pair is blocked";
  return [
    untold === undefined ? head : `${head}, but ${untold}, below`,
    ...lines,
    ...(classes.length === 0 ? [] : ["", ...classes]),
    ...(untold === undefined ? [] : ["", "not known", ...untoldLines(matrix).map((each) => `  ${each}`)]),
  ].join("\n");
}

function listed(members: readonly string[]): string {
  const more = members.length - MOST_NAMES;
  return `${members.slice(0, MOST_NAMES).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Rows of machine names, for comparing: every member of every class with every other. */
export function matrixJson({ ends, rows, unplaced, unmodelled }: Matrix): object {
  return {
    ends: ends.map(({ name, members }) => ({ name, members })),
    rows: rows.map(({ from, to, open, unknown }) => ({
      from: from.name,
      to: to.name,
      open: formatTrafficSet(open),
      ...(unknown ? { unknown } : {}),
    })),
    ...(unplaced.length === 0 ? {} : { unplaced: unplaced.map(untoldJson) }),
    ...(unmodelled.length === 0 ? {} : { unmodelled: unmodelled.map(untoldJson) }),
  };
}

function untoldJson({ name, unknown: { attribute, why } }: Unplaced): object {
  return { name, attribute, why };
}
