/** Verdicts and promises as JSON, for tables in CI. */

import { formatAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { formatTrafficSet } from "../../../net/traffic-set";
import { fixText } from "../../reach/packets/fix";
import { describe, type PromiseFinding, pathNames } from "../../reach/promises";
import type { Verdict } from "../../reach/verdict";

/** One answer of the batch form. */
export interface JsonVerdict {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
  readonly verdict: Verdict["verdict"];
  /** False where the verdict does not hold for every part of the question; `open` says which parts get through. */
  readonly whole: boolean;
  /** The first blocker's code; null when nothing blocks. */
  readonly code: string | null;
  /** The names of what the packets pass; up to the blocker, when there is one. */
  readonly path: readonly string[];
  readonly reason: string;
  readonly fix?: string;
  readonly open?: readonly string[];
  readonly others?: readonly string[];
  readonly unknowns?: readonly string[];
  readonly notes?: readonly string[];
}

export function jsonVerdict(verdict: Verdict): JsonVerdict {
  const { from, to, traffic, whole, blocker, others, open, unknowns, notes } = verdict;
  const path = pathNames(verdict.path);
  return {
    from,
    to,
    traffic: formatTrafficSet(traffic),
    verdict: verdict.verdict,
    whole,
    code: verdict.verdict === "reachable" ? null : (blocker?.code ?? "NET_UNKNOWN_UNTIL_APPLY"),
    path: blocker === undefined || path.at(-1) === blocker.at ? path : [...path, blocker.at],
    reason: describe(verdict),
    ...(blocker?.fix === undefined ? {} : { fix: fixText(blocker.fix) }),
    ...(open.length === 0
      ? {}
      : {
          open: open.map(
            (part) =>
              `${formatTrafficSet(part.traffic)}${part.addresses.length === 0 ? "" : ` for ${formatAddresses(part.addresses)}`}`,
          ),
        }),
    ...(others.length === 0 ? {} : { others: others.map(({ code, at, text }) => `${at}: ${code}: ${text}`) }),
    ...(unknowns.length === 0
      ? {}
      : { unknowns: unknowns.map(({ attribute, why }) => `${attribute}: ${why}`) }),
    ...(notes.length === 0 ? {} : { notes }),
  };
}

export function jsonPromises(findings: readonly PromiseFinding[]): readonly object[] {
  return findings.map(({ promise, kept, verdict, reason }) => ({
    ...promise,
    kept,
    ...given({ reason }),
    answer: jsonVerdict(verdict),
  }));
}
