/**
 * Jest matchers for users' own stacks, in the manner of CDKTF's: `expect(network).toReach("bastion", "web_a", ssh)`.
 *
 * In a test file, or, the first line, in Jest's `setupFilesAfterEnv`:
 * ```ts
 * expect.extend(reachMatchers);
 *
 * test("one door only", () => {
 *   const network = networkOf("cdktf.out/stacks/multi-subnet");
 *   expect(network).toReach("bastion", "web_a", ssh);
 *   expect(network).toReach("internet", "web_a", http, { via: "alb" });
 *   expect(network).not.toReach("internet", "web_a");
 * });
 * ```
 * The explanation, as `tiers explain` gives it, is the failure message.
 */
// Makes the module known whose matchers are extended below, also where no test is part of the program.
import type {} from "@jest/globals";
import { anything, type Traffic } from "../net/traffic";
import { ofTraffic } from "../net/traffic-set";
import { parseJson } from "../terraform/json";
import { noLines, type SourceLines } from "../terraform/source-lines";
import { readPromiseFile } from "../terraform/stack-folder";
import type { Value } from "../terraform/values";
import { buildNetwork } from "./model/build";
import { answer, type QueryableNetwork, queryable } from "./reach/answer";
import type { Verdict } from "./reach/verdict";
import { readConfig } from "./read/config/configuration";
import { readInput } from "./read/input";
import { renderVerdict } from "./report/text/verdict";
import { located } from "./report/wording/located";

/** A network that can be asked; made by {@link networkOf} or {@link networkOfJson}. */
export interface ReachNetwork extends QueryableNetwork {
  /** The lines of TypeScript that failures name. @default none */
  readonly lines?: SourceLines;
}

/**
 * Reads a network from where it lies: a stack's folder, `cdk.tf.json`, a plan or state as JSON, a folder of
 * `aws describe-*` output. A stack's promises.json says who `admin` is.
 * @param variables values of Terraform variables, by name. @default those with a default have it, the others are unset
 * @throws {InputError} when nothing there can be read
 * @example const network = networkOf("cdktf.out/stacks/multi-subnet", { admin_cidrs: ["203.0.113.7/32"] })
 */
export function networkOf(path: string, variables: Readonly<Record<string, Value>> = {}): ReachNetwork {
  const source = readInput(path, new Map(Object.entries(variables)));
  const { input, lines, promisesFile } = source;
  const declared = promisesFile === undefined ? {} : readPromiseFile(promisesFile).endpoints;
  return { ...queryable(buildNetwork(input), declared), lines };
}

/**
 * The network of a stack's JSON, e.g. of CDKTF's `Testing.synth(stack)`.
 * @throws {InputError} when the text is not JSON
 */
export function networkOfJson(json: string, variables: Readonly<Record<string, Value>> = {}): ReachNetwork {
  return queryable(
    buildNetwork(readConfig(parseJson(json, "the stack's JSON"), new Map(Object.entries(variables)))),
  );
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Jest matchers for users' own stacks, in the manner of CDKTF's: `expect.extend(reachMatchers)`, in a test file or in
 * a module of Jest's `setupFilesAfterEnv`. The explanation, as `tiers explain` gives it, is the failure message.
 * @example
 * expect.extend(reachMatchers);
 * const network = networkOf("cdktf.out/stacks/multi-subnet");
 * expect(network).toReach("internet", "web_a", http, { via: "alb" });
 * expect(network).not.toReach("internet", "web_a");
 */
export const reachMatchers = {
  /**
   * Passes when all of the traffic gets from one to the other and back. Negated it passes only when nothing at all
   * gets through for sure: a part that does, or an unknown, fails both ways.
   * @param traffic @default anything
   * @param how `via`: leg by leg through this machine or balancer
   * @throws {InputError} for an end point that the network does not have
   */
  toReach(
    this: { readonly isNot?: boolean } | undefined,
    network: ReachNetwork,
    from: string,
    to: string,
    traffic: Traffic = anything,
    how: { readonly via?: string } = {},
  ): MatcherResult {
    const verdict = answer(network, { from, to, traffic: ofTraffic(traffic), ...how });
    const pass = this?.isNot === true ? !isClosed(verdict) : verdict.verdict === "reachable" && verdict.whole;
    return {
      pass,
      message: () => {
        const said = renderVerdict(located(verdict, network.lines ?? noLines));
        return `${expectation(this?.isNot === true, from, to)}\n\n${said}`;
      },
    };
  },
};

function isClosed(verdict: Verdict): boolean {
  const pairs = verdict.members.length === 0 ? [verdict] : verdict.members;
  return pairs.every((pair) => pair.verdict === "blocked" && pair.open.length === 0 && !pair.perhapsMore);
}

function expectation(isNot: boolean, from: string, to: string): string {
  return isNot ? `expected that nothing gets from ${from} to ${to}` : `expected that ${from} reaches ${to}`;
}

declare module "expect" {
  interface Matchers<R> {
    toReach(from: string, to: string, traffic?: Traffic, how?: { readonly via?: string }): R;
  }
}
