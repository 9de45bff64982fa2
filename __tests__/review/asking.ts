/** Terraform JSON as the checker meets it: read, and asked in a line. */
import { parseTraffic } from "../../net/traffic";
import { ofTraffic, type TrafficSet } from "../../net/traffic-set";
import { buildNetwork } from "../../review/model/build";
import { answer, type QueryableNetwork, queryable } from "../../review/reach/answer";
import { pathNames } from "../../review/reach/promises";
import type { Verdict } from "../../review/reach/verdict";
import { readConfig } from "../../review/read/config/configuration";
import type { Json } from "../../terraform/json";

/** Ready to be asked, with the administrator's addresses unset, as in a fresh project. */
export function askedOf(json: Json): QueryableNetwork {
  return queryable(buildNetwork(readConfig(json)), { admin: "var.admin_cidrs" });
}

export function trafficOf(text: string): TrafficSet {
  const traffic = parseTraffic(text);
  if (traffic === undefined) throw new Error(`${text} is no traffic`);
  return ofTraffic(traffic);
}

export function ask(
  asked: QueryableNetwork,
  from: string,
  to: string,
  traffic: string,
  via?: string,
): Verdict {
  return answer(asked, { from, to, traffic: trafficOf(traffic), ...(via === undefined ? {} : { via }) });
}

/** A verdict in a line: `reachable: igw → public_a → web`, or `blocked: CODE at web`. */
export function line(verdict: Verdict): string {
  const { path, blocker, whole } = verdict;
  const part = whole ? "" : " in part";
  switch (verdict.verdict) {
    case "reachable":
      return `reachable${part}: ${pathNames(path).join(" → ")}`;
    case "blocked":
      return `blocked${part}: ${blocker?.code} at ${blocker?.at}`;
    case "unknown":
      return `unknown: ${verdict.unknowns.map(({ attribute }) => attribute).join(", ")}`;
  }
}
