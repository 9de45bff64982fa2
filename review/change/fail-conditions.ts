/** What may fail a review: the conditions of `--fail-on`, and whether they hold. */

import type { NetworkReview, Review } from "./review";
import { destroys } from "./versions/comparison";

export const FAIL_CONDITIONS = ["opened-to-internet", "broken-promise", "any-destroy", "unknown"] as const;

export type FailCondition = (typeof FAIL_CONDITIONS)[number];

export function isFailCondition(text: string): text is FailCondition {
  return FAIL_CONDITIONS.some((alarm) => alarm === text);
}

/** Those of the conditions that hold, in the order of {@link FAIL_CONDITIONS}. */
export function raised(review: Review, among: readonly FailCondition[]): readonly FailCondition[] {
  return FAIL_CONDITIONS.filter(
    (alarm) => among.includes(alarm) && review.networks.some((network) => holds(network, alarm)),
  );
}

function holds({ reach, promises, changes, unknowns }: NetworkReview, alarm: FailCondition): boolean {
  switch (alarm) {
    case "opened-to-internet":
      return reach.opened.some(({ exposes }) => exposes);
    case "broken-promise":
      return promises.some(({ kept }) => !kept);
    case "any-destroy":
      return changes.some(({ action }) => destroys(action));
    case "unknown":
      return reach.unknown.length + unknowns.length > 0;
  }
}
