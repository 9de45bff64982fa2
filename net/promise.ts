/**
 * What a network promises: who reaches whom, and who never does. Stacks state their promises, the checker keeps them.
 *
 * End points are resource names (`web_a`), or `internet` (any public address that is not the administrator's),
 * or `admin` (the administrator's addresses).
 */
import { formatTraffic, type Traffic } from "./traffic";

/** `reachable`: all of the traffic arrives, and its replies too. `blocked`: nothing of it can arrive. */
export type PromisedVerdict = "reachable" | "blocked";

/** One promise as data; made by {@link reaches} and {@link isBlocked}. */
export interface ReachPromise {
  /** Who sends: a resource name, `internet` or `admin`. */
  readonly from: string;
  /** Who receives, named in the same way. */
  readonly to: string;
  /** As {@link formatTraffic} writes it: `tcp/80`, `icmp/echo`, `all`. `all` blocked means: nothing gets through. */
  readonly traffic: string;
  /** What is promised. */
  readonly verdict: PromisedVerdict;
  /** The machine, gateway or balancer that the path must lead through. */
  readonly via?: string;
  /** Where it must be blocked: the resource whose rule, route or missing address stops it. */
  readonly at?: string;
  /** The blocker in AWS's words, e.g. `ENI_SG_RULES_MISMATCH`. */
  readonly code?: string;
}

/** The file `promises.json` beside a stack's JSON. */
export interface PromiseFile {
  readonly version: 1;
  /** Names of end points that are address ranges: CIDR blocks, or the Terraform variable that holds them (`var.admin_cidrs`). */
  readonly endpoints: Readonly<Record<string, string | readonly string[]>>;
  readonly promises: readonly ReachPromise[];
}

/** Under this `sources.json` has the line of code that makes a promise: `promise web → db tcp/3306 reachable`. */
export function promiseKey({ from, to, traffic, verdict }: ReachPromise): string {
  return `promise ${from} → ${to} ${traffic} ${verdict}`;
}

/**
 * The promise that all of the traffic gets from one end point to the other, and its replies back. A stack states it
 * with `this.promise(…)`; synth proves it.
 * @param how `via`: the machine, gateway or balancer that the path must lead through
 * @example this.promise(reaches("internet", "web", http, { via: "alb" }))
 */
export function reaches(
  from: string,
  to: string,
  traffic: Traffic,
  how: { readonly via?: string } = {},
): ReachPromise {
  return { from, to, traffic: formatTraffic(traffic), verdict: "reachable", ...how };
}

/**
 * The promise that nothing of the traffic gets from one end point to the other, whatever is not known of the network.
 * @param why `at`: the resource that must stop it; `code`: the reason, one of `docs/blocker-codes.md`
 * @example this.promise(isBlocked("internet", "db", anything), isBlocked("internet", "web", ssh, { at: "web" }))
 */
export function isBlocked(
  from: string,
  to: string,
  traffic: Traffic,
  why: { readonly at?: string; readonly code?: string } = {},
): ReachPromise {
  return { from, to, traffic: formatTraffic(traffic), verdict: "blocked", ...why };
}
