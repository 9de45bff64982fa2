/** Advice that names the line of TypeScript which made what is to be changed. */
import { lineOf, type SourceLines } from "../../../terraform/source-lines";
import type { Blocker } from "../../reach/packets/flow";
import type { Verdict } from "../../reach/verdict";

/** The verdict, with the line of each advice; as it is where no line is known. */
export function located(verdict: Verdict, lines: SourceLines): Verdict {
  const { blocker, members } = verdict;
  return {
    ...verdict,
    ...(blocker === undefined ? {} : { blocker: withLine(blocker, lines) }),
    members: members.map((each) => located(each, lines)),
  };
}

function withLine(blocker: Blocker, lines: SourceLines): Blocker {
  const { fix } = blocker;
  const line = fix?.resource === undefined ? undefined : lineOf(lines, fix.resource);
  return fix === undefined || line === undefined ? blocker : { ...blocker, fix: { ...fix, line } };
}
