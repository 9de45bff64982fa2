/** Advice that names the line of TypeScript which made what is to be changed. */

import { lineOf, type SourceLines } from "../../../terraform/source-lines";
import type { Verdict } from "../../reach/verdict";

/** The verdict, with the line after each advice; as it is where no line is known. */
export function located(verdict: Verdict, lines: SourceLines): Verdict {
  const { blocker, members } = verdict;
  const advice = blocker?.fix;
  // An advice begins with the address of what is to be changed.
  const line = advice === undefined ? undefined : lineOf(lines, advice.replace(/: .*/s, ""));
  return {
    ...verdict,
    ...(blocker === undefined || line === undefined
      ? {}
      : { blocker: { ...blocker, fix: `${advice} (${line})` } }),
    members: members.map((each) => located(each, lines)),
  };
}
