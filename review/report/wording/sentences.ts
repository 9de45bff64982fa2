/** Sentences that several formats share: counts, promises, costs. */

import type { NatCost } from "../../change/nat-cost";
import type { NetworkReview, ReviewedPromise } from "../../change/review";
import type { Action } from "../../change/versions/change";
import { issueOf, type PromiseFinding } from "../../reach/promises";
import { done, lineText } from "./headline";

const ORDER: readonly Action[] = ["create", "update", "replace", "destroy", "import", "move", "forget"];

/** `3 created, 1 destroyed`, or `none`. */
export function countsText({ counts }: Pick<NetworkReview, "counts">): string {
  const parts = ORDER.filter((action) => counts[action] > 0).map(
    (action) => `${counts[action]} ${done(action)}`,
  );
  return parts.length === 0 ? "none" : parts.join(", ");
}

/** What was promised, and of a broken promise what is, and where it was made. */
export function promiseText(finding: ReviewedPromise): string {
  const { from, to, traffic, verdict, via } = finding.promise;
  const promised = `${from} → ${to} ${traffic} ${verdict}${via === undefined ? "" : ` through ${via}`}`;
  if (finding.kept) return promised;
  const { problem, fix } = issueOf(finding);
  return `${promised}: ${problem}; ${fix}${lineText(finding)}`;
}

/** A promise that is not made any more, and whether it would be kept. */
export function takenBackText(finding: PromiseFinding): string {
  return `${promiseText({ ...finding, kept: true })}: ${finding.kept ? "holds all the same" : "does not hold any more"}`;
}

/** The sum, and a line for each NAT. */
export function costText({ region, date, before, after, lines }: NatCost): readonly string[] {
  const change = before === after ? "" : `, ${after > before ? "up" : "down"} from ${dollars(before)}`;
  return [
    `${dollars(after)}${change} (${region}, on demand, prices of ${date})`,
    ...lines.map(({ name, kind, month, note }) => `${name}, NAT ${kind}: ${dollars(month)}, ${note}`),
  ];
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}
