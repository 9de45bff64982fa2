/** Hiding one thing that the reader reads turns no verdict into its opposite: it stays, or becomes unknown. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { attributesOf } from "../../../aws/resource-types";
import { buildNetwork } from "../../../review/model/build";
import { answer, type QueryableNetwork, queryable } from "../../../review/reach/answer";
import { endpointCandidates } from "../../../review/reach/endpoints/lookup";
import type { Verdict } from "../../../review/reach/verdict";
import { readConfig } from "../../../review/read/config/configuration";
import type { Json } from "../../../terraform/json";
import { isList, isValues, type NetworkInput, Unknown, type Value } from "../../../terraform/values";
import { synthesizeAll } from "../../stacks/all-stacks";
import { trafficOf } from "../asking";
import { inputOf, resourcesOf, specs } from "./spec";

/** `npm run test:laws` asks for more. */
const RUNS = Math.ceil(Number(process.env["LAW_RUNS"] ?? 30) / 2);
/** Of the many spots of a whole stack, every so many. */
const STEP = RUNS >= 500 ? 1 : 17;
const TRAFFIC = ["tcp/22", "tcp/80", "tcp/3306", "icmp/echo"];
/** By these others find it: nobody could be said to refer to what has lost them. */
const NAMES = new Set(["id", "arn"]);

/** Where something can be hidden: `["ingress", 0, "from_port"]`. */
interface Spot {
  readonly address: string;
  readonly path: readonly (string | number)[];
}

function spotsIn({ resources }: NetworkInput): readonly Spot[] {
  return resources.flatMap(({ address, type, values }) =>
    (attributesOf(type) ?? [])
      .filter((name) => !NAMES.has(name) && values[name] !== undefined)
      .flatMap((name) => pathsIn(values[name], [name]).map((path) => ({ address, path }))),
  );
}

function pathsIn(value: Value | undefined, path: readonly (string | number)[]): readonly Spot["path"][] {
  const inner = isList(value)
    ? value.map((each, i) => [i, each] as const)
    : isValues(value)
      ? Object.entries(value)
      : [];
  return [path, ...inner.flatMap(([key, each]) => pathsIn(each, [...path, key]))];
}

function hidden(input: NetworkInput, spot: Spot): NetworkInput {
  const unknown = new Unknown([spot.address, ...spot.path].join("."), "hidden");
  return {
    ...input,
    resources: input.resources.map((each) =>
      each.address === spot.address
        ? { ...each, values: replaced(each.values, spot.path, unknown) as typeof each.values }
        : each,
    ),
  };
}

function replaced(value: Value | undefined, path: readonly (string | number)[], by: Unknown): Value {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (isList(value)) return value.map((each, i) => (i === key ? replaced(each, rest, by) : each));
  return isValues(value) ? { ...value, [key]: replaced(value[key], rest, by) } : by;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly traffic: string;
}

function questionsOf(asked: QueryableNetwork): readonly Asked[] {
  const ends = ["internet", "198.18.0.1", ...endpointCandidates(asked.network).map(({ key }) => key)];
  return ends.flatMap((from) =>
    ends
      .filter((to) => to !== from && (from.includes("_") || to.includes("_")))
      .flatMap((to) => TRAFFIC.map((traffic) => ({ from, to, traffic }))),
  );
}

/** `gone` where the end is not in the network any more, as far as anybody can tell. */
function verdictOn(asked: QueryableNetwork, { from, to, traffic }: Asked): Verdict["verdict"] {
  return answer(asked, { from, to, traffic: trafficOf(traffic) }).verdict;
}

class Masking {
  asked = 0;
  undecided = 0;
  private readonly questions: readonly Asked[];
  private readonly before: readonly Verdict["verdict"][];

  constructor(private readonly input: NetworkInput) {
    const asked = queryable(buildNetwork(input));
    this.questions = questionsOf(asked);
    this.before = this.questions.map((question) => verdictOn(asked, question));
  }

  /** The verdicts that became their opposite. */
  turnedBy(spot: Spot): readonly string[] {
    const asked = queryable(buildNetwork(hidden(this.input, spot)));
    return this.questions.flatMap((question, i) => {
      const [was, is] = [this.before[i], verdictOn(asked, question)];
      this.asked += 1;
      if (is === "unknown" && was !== "unknown") this.undecided += 1;
      const { from, to, traffic } = question;
      return is === was || is === "unknown" || was === "unknown"
        ? []
        : [`${[spot.address, ...spot.path].join(".")}: ${from} → ${to} ${traffic} was ${was}, is ${is}`];
    });
  }
}

test.each(Object.entries(synthesizeAll()))(
  "%s",
  (_, { text }) => {
    const input = readConfig(JSON.parse(text) as Json);
    const masking = new Masking(input);
    const spots = spotsIn(input).filter((_each, i) => i % STEP === 0);
    expect(spots.flatMap((spot) => masking.turnedBy(spot))).toEqual([]);
    if (STEP === 1)
      console.info(`${spots.length} spots, ${masking.asked} verdicts, ${masking.undecided} became unknown`);
  },
  300_000,
);

test(`random networks, ${RUNS} of them`, () => {
  fc.assert(
    fc.property(specs, fc.nat(), (spec, which) => {
      const input = inputOf(resourcesOf(spec));
      const spots = spotsIn(input);
      const spot = spots[which % spots.length];
      expect(spot === undefined ? [] : new Masking(input).turnedBy(spot)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 300_000);
