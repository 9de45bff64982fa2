/** What may fail a review: the conditions of `--fail-on`, and whether they hold. */
import { destroys } from "./comparison";
import type { NetworkReview, Review } from "./review";

export const ALARMS = ["opened-to-internet", "broken-promise", "any-destroy", "unknown"] as const;

export type Alarm = (typeof ALARMS)[number];

export function isAlarm(text: string): text is Alarm {
  return ALARMS.some((alarm) => alarm === text);
}

/** Those of the conditions that hold, in the order of {@link ALARMS}. */
export function raised(review: Review, among: readonly Alarm[]): readonly Alarm[] {
  return ALARMS.filter(
    (alarm) => among.includes(alarm) && review.networks.some((network) => holds(network, alarm)),
  );
}

function holds({ reach, promises, changes, unknowns }: NetworkReview, alarm: Alarm): boolean {
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
