/** A review as JSON, for scripts: names, traffic as text, addresses of resources; no values of attributes. */

import { formatAddresses } from "../../../net/address-set";
import { given } from "../../../net/given";
import { FAIL_CONDITIONS, type FailCondition, raised } from "../../change/fail-conditions";
import type { ReachChange, ReachEnd, UnknownReach } from "../../change/reach/reach-change";
import type { NetworkReview, Review } from "../../change/review";
import { pathNames } from "../../reach/promises";
import { headline, trafficText } from "../wording/headline";
import { jsonPromises } from "./verdict";

export interface JsonReview {
  readonly version: 1;
  readonly source: Review["source"];
  readonly verdict: string;
  /** The conditions of `--fail-on` that hold. */
  readonly alarms: readonly FailCondition[];
  readonly networks: readonly object[];
}

export function jsonReview(review: Review): JsonReview {
  return {
    version: 1,
    source: review.source,
    verdict: headline(review),
    alarms: raised(review, FAIL_CONDITIONS),
    networks: review.networks.map(jsonNetwork),
  };
}

function jsonNetwork(network: NetworkReview): object {
  const {
    name,
    place,
    before,
    after,
    reach,
    disruptions: hurts,
    promises,
    takenBack,
    changes,
    drift,
    counts,
    unsupported,
    warnings,
    cost,
  } = network;
  return {
    name,
    place,
    state:
      before === undefined ? (after === undefined ? "empty" : "new") : after === undefined ? "gone" : "kept",
    opened: reach.opened.map(jsonChange),
    closed: reach.closed.map(jsonChange),
    unknown: reach.unknown.map(jsonUnknown),
    hurts,
    promises: jsonPromises(promises),
    takenBack: jsonPromises(takenBack),
    counts,
    changes,
    drift,
    unknowns: network.unknowns.map(({ attribute, why }) => ({ attribute, why })),
    unsupported,
    warnings,
    ...given({ cost }),
  };
}

function jsonChange(change: ReachChange): object {
  const { from, to, traffic, addresses, over, exposes, causes, path, blocker } = change;
  return {
    from: jsonEnd(from),
    to: jsonEnd(to),
    traffic: trafficText(traffic),
    ...(addresses === undefined ? {} : { addresses: formatAddresses(addresses, 100) }),
    ...given({ over }),
    exposes,
    causes,
    path: pathNames(path),
    ...(blocker === undefined ? {} : { blocker: { code: blocker.code, at: blocker.at, text: blocker.text } }),
  };
}

function jsonUnknown({ from, to, traffic, exposes, unknowns, unmodelled }: UnknownReach): object {
  return {
    from: jsonEnd(from),
    to: jsonEnd(to),
    atMost: trafficText(traffic),
    exposes,
    unknowns: unknowns.map(({ attribute, why }) => ({ attribute, why })),
    ...given({ unmodelled }),
  };
}

function jsonEnd({ name, members, state }: ReachEnd): object {
  return { name, members, state };
}
