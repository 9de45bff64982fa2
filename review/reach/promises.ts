/** Promises kept or broken: what a network said about itself, held against what its packets do. */

import { given } from "../../net/given";
import type { Issue } from "../../net/issue";
import type { PromiseFile, ReachPromise } from "../../net/promise";
import { parseTraffic } from "../../net/traffic";
import { formatTrafficSet, ofTraffic, type TrafficSet } from "../../net/traffic-set";
import { nameOfAddress } from "../../terraform/address";
import type { Json } from "../../terraform/json";
import { buildNetwork } from "../model/build";
import type { NetworkModel } from "../network/network-model";
import { readConfig } from "../read/config/configuration";
import { answerAnyway, type QueryableNetwork, queryable } from "./answer";
import { fixText } from "./packets/fix";
import type { Blocker, Hop } from "./packets/flow";
import type { Verdict } from "./verdict";

export interface PromiseFinding {
  readonly promise: ReachPromise;
  readonly kept: boolean;
  readonly verdict: Verdict;
  /** Why it is not kept. */
  readonly reason?: string;
}

/**
 * Every promise with its verdict, in their order. One about an end point that the network does not have, be it mistyped
 * or taken away since, is not kept: nothing proves it.
 *
 * @throws {InputError} where a declared end point has no meaning in the network
 */
export function keepPromises(network: NetworkModel, file: PromiseFile): readonly PromiseFinding[] {
  const asked = queryable(network, file.endpoints);
  const quick: QueryableNetwork = { ...asked, context: { ...asked.context, detail: "traced" } };
  return file.promises.map((promise) => {
    const found = judge(quick, promise);
    // What else blocks, and near misses, are sought for those that need explaining.
    return found.kept ? found : judge(asked, promise);
  });
}

/**
 * Holds a stack's JSON, as CDKTF writes it, against its promises: one issue for each that is broken or cannot be
 * proved. Synth calls it for every stack, so that no network is written that breaks its promise.
 */
export function checkStack(
  json: unknown,
  promises: PromiseFile,
): readonly (Issue & { readonly promise: ReachPromise })[] {
  if (promises.promises.length === 0) return [];
  const network = buildNetwork(readConfig(json as Json));
  return keepPromises(network, promises)
    .filter(({ kept }) => !kept)
    .map((finding) => ({ ...issueOf(finding), promise: finding.promise }));
}

/** Words of a finding for people: what was promised, what is, and what to change. */
export function issueOf({ promise, verdict, reason }: PromiseFinding): Issue {
  const { from, to, traffic, via } = promise;
  const through = via === undefined ? "" : ` through ${via}`;
  return {
    code: "promise-broken",
    path: `promise ${from} → ${to} ${traffic}`,
    problem: `promised ${promise.verdict}${through}, but ${reason ?? describe(verdict)}`,
    fix: verdict.blocker?.fix === undefined ? usualFix(promise) : fixText(verdict.blocker.fix),
  };
}

function usualFix({ verdict }: ReachPromise): string {
  return verdict === "blocked"
    ? "take away the rule or route that lets it through"
    : "change the network, or the promise";
}

/** One line: the verdict with its first blocker, or its path. */
export function describe({ verdict, blocker, path, unknowns }: Verdict): string {
  switch (verdict) {
    case "reachable":
      return `is reachable: ${pathNames(path).join(" → ")}`;
    case "blocked":
      return blocker === undefined
        ? "is blocked"
        : `is blocked at ${blocker.at}: ${blocker.code}: ${blocker.text}`;
    case "unknown":
      if (blocker?.code === "NET_END_POINT_UNKNOWN") return blocker.text;
      return `cannot be proved: ${unknowns.map(({ attribute, why }) => `${attribute}: ${why}`).join("; ") || "not known"}`;
  }
}

/** The places of a path, each said once where it comes twice in a row. */
export function pathNames(path: readonly Hop[]): readonly string[] {
  return path.map(({ at }) => at).filter((at, i) => at !== path[i - 1]?.at);
}

function judge(asked: QueryableNetwork, promise: ReachPromise): PromiseFinding {
  const traffic = trafficOf(promise.traffic);
  const { from, to } = promise;
  const direct = answerAnyway(asked, { from, to, traffic });
  switch (promise.verdict) {
    case "blocked":
      return finding(promise, direct, blockedReason(promise, direct));
    case "reachable": {
      const isOnPath =
        promise.via === undefined || (direct.verdict === "reachable" && leadsThrough(direct, promise.via));
      const verdict =
        isOnPath || promise.via === undefined
          ? direct
          : answerAnyway(asked, { from, to, traffic, via: promise.via });
      return finding(promise, verdict, reachableReason(verdict));
    }
  }
}

function finding(promise: ReachPromise, verdict: Verdict, reason: string | undefined): PromiseFinding {
  return { promise, verdict, kept: reason === undefined, ...given({ reason }) };
}

function blockedReason({ at, code }: ReachPromise, verdict: Verdict): string | undefined {
  const pairs = pairsOf(verdict);
  const open = pairs.find((pair) => pair.verdict !== "blocked" || pair.open.length > 0);
  if (open !== undefined)
    return open.verdict === "blocked" ? `a part gets through: ${openParts(open)}` : describe(open);
  const elsewhere = pairs.find((pair) => !blockersOf(pair).some((blocker) => matches(blocker, at, code)));
  return elsewhere === undefined
    ? undefined
    : `${describe(elsewhere)}, not at ${[at, code].filter((each) => each !== undefined).join(" with ")}`;
}

function reachableReason(verdict: Verdict): string | undefined {
  const lacking = pairsOf(verdict).find((pair) => pair.verdict !== "reachable" || !pair.whole);
  if (lacking === undefined) return undefined;
  return lacking.verdict === "reachable"
    ? `is reachable in part only: ${openParts(lacking)} ${lacking.notes.join("; ")}`.trim()
    : describe(lacking);
}

function openParts({ open }: Verdict): string {
  return open.map(({ traffic }) => formatTrafficSet(traffic)).join(", ");
}

function pairsOf(verdict: Verdict): readonly Verdict[] {
  return verdict.members.length === 0 ? [verdict] : verdict.members.flatMap(pairsOf);
}

function blockersOf({ blocker, others }: Verdict): readonly Blocker[] {
  return blocker === undefined ? others : [blocker, ...others];
}

function matches(blocker: Blocker, at: string | undefined, code: string | undefined): boolean {
  const isThere =
    at === undefined ||
    blocker.at === at ||
    blocker.keys.some((key) => key === at || nameOfAddress(key) === at);
  return isThere && (code === undefined || blocker.code === code);
}

function leadsThrough({ path }: Verdict, via: string): boolean {
  return path.some(
    ({ at, key }) => at === via || key === via || (key !== undefined && nameOfAddress(key) === via),
  );
}

function trafficOf(text: string): TrafficSet {
  const traffic = parseTraffic(text);
  if (traffic === undefined) throw new RangeError(`${JSON.stringify(text)} is not a kind of traffic`);
  return ofTraffic(traffic);
}
