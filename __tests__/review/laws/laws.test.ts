/** Laws of the checker on random networks, against a naive oracle that sends one packet at a time. */
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { covers } from "../../../net/interval-set";
import { buildNetwork } from "../../../review/model/build";
import { answer, type QueryableNetwork, queryable } from "../../../review/reach/answer";
import { matrixOf } from "../../../review/reach/matrix";
import type { Verdict } from "../../../review/reach/verdict";
import type { Resource, Values } from "../../../terraform/values";
import { trafficOf } from "../asking";
import { between, type Fate, fromInternet, type Trip, toInternet } from "./oracle";
import { inputOf, type RuleSpec, resourcesOf, type Spec, specs } from "./spec";

const askedOf = (resources: readonly Resource[]): QueryableNetwork =>
  queryable(buildNetwork(inputOf(resources)));
const KINDS = [
  { text: "tcp/22", protocol: "tcp", port: 22 },
  { text: "tcp/80", protocol: "tcp", port: 80 },
  { text: "icmp/echo", protocol: "icmp", port: 0 },
] as const;
/** An address outside every named block but the halves of everything. */
const HOST = "198.18.0.1";
/** `npm run test:laws` asks for more. */
const RUNS = Number(process.env["LAW_RUNS"] ?? 30);

function differs(verdict: Verdict, fate: Fate): boolean {
  switch (fate) {
    case "ok":
      return verdict.verdict !== "reachable" || !verdict.whole;
    case "lost":
    case "unanswered":
      return verdict.verdict !== "blocked";
    case "unknown":
      return verdict.verdict !== "reachable" || verdict.whole;
    case "software":
      return verdict.verdict !== "unknown";
  }
}

function disagreements(spec: Spec): readonly string[] {
  const asked = askedOf(resourcesOf(spec));
  const found: string[] = [];
  for (const { text, ...kind } of KINDS) {
    const trip: Trip = { spec, ...kind };
    const hold = (from: string, to: string, fate: Fate): void => {
      const verdict = answer(asked, { from, to, traffic: trafficOf(text) });
      if (differs(verdict, fate))
        found.push(
          `${from} → ${to} ${text}: oracle ${fate}, checker ${verdict.verdict}${verdict.whole ? "" : " in part"} (${verdict.blocker?.text ?? ""})`,
        );
    };
    spec.machines.forEach((_, a) => {
      for (const b of spec.machines.keys())
        hold(`aws_instance.m${a}`, privateOf(spec, b), between(trip, a, b));
      hold(HOST, `aws_instance.m${a}`, fromInternet(trip, a, HOST));
      hold(`aws_instance.m${a}`, HOST, toInternet(trip, a, HOST));
    });
  }
  return found;
}

function privateOf(spec: Spec, machine: number): string {
  const { subnet = 0 } = spec.machines[machine] ?? {};
  return `10.${spec.subnets[subnet]?.vpc ?? 0}.${subnet}.${10 + machine}`;
}

test(`the checker says what one packet after the other would show, on ${RUNS} random networks`, () => {
  fc.assert(
    fc.property(specs, (spec) => {
      expect(disagreements(spec)).toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 300_000);

/** What everybody reaches, as sets, by pair. */
function openings(asked: QueryableNetwork): ReadonlyMap<string, ReturnType<typeof trafficOf>> {
  return new Map(
    matrixOf(asked).rows.flatMap(({ from, to, open }) =>
      from.members.flatMap((a) =>
        to.members.filter((b) => a !== b).map((b) => [`${a} → ${b}`, open] as const),
      ),
    ),
  );
}

const ALLOW: RuleSpec = { direction: "in", protocol: "tcp", from: 22, to: 80, peer: "0.0.0.0/0" };

test("adding an allow rule closes nothing, and taking it away opens nothing", () => {
  const added = fc.tuple(
    specs,
    fc.nat(2),
    fc.constantFrom("in" as const, "out" as const),
    fc.constantFrom("0.0.0.0/0", "10.0.0.0/16", 1),
  );
  fc.assert(
    fc.property(added, ([spec, group, direction, peer]) => {
      const more = {
        ...spec,
        groups: spec.groups.map((rules, i) =>
          i === group ? [...rules, { ...ALLOW, direction, peer }] : rules,
        ),
      };
      const [before, after] = [openings(askedOf(resourcesOf(spec))), openings(askedOf(resourcesOf(more)))];
      for (const [pair, open] of before)
        expect([pair, covers(after.get(pair) ?? [], open)]).toEqual([pair, true]);
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
}, 120_000);

test("the order of resources does not matter", () => {
  fc.assert(
    fc.property(specs, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (spec, weights) => {
      const resources = resourcesOf(spec);
      const shuffled = resources
        .map((each, i) => ({ each, weight: weights[i] ?? i }))
        .sort((a, b) => a.weight - b.weight);
      expect(sorted(openings(askedOf(shuffled.map(({ each }) => each))))).toEqual(
        sorted(openings(askedOf(resources))),
      );
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
}, 120_000);

test("renaming does not matter", () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const renamed = resourcesOf(spec).map(rename);
      const plain = sorted(openings(askedOf(resourcesOf(spec)))).map(([pair, open]) => [
        pair.replaceAll(/\bm(\d)/g, "other_$1"),
        open,
      ]);
      expect(sorted(openings(askedOf(renamed)))).toEqual(plain);
    }),
    { numRuns: Math.ceil(RUNS / 5) },
  );
}, 120_000);

function sorted<T>(map: ReadonlyMap<string, T>): readonly [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

function rename(resource: Resource): Resource {
  const name = resource.name.replace(/^m(\d)/, "other_$1");
  const values = JSON.parse(
    JSON.stringify(resource.values).replaceAll("aws_instance-m", "i-other-"),
  ) as Values;
  return { ...resource, name, address: `${resource.type}.${name}`, values };
}

test("a class answers as its members do", () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const asked = askedOf(resourcesOf(spec));
      const { rows } = matrixOf(asked);
      const open = new Map(
        rows.flatMap(({ from, to, open: traffic }) =>
          from.members.flatMap((a) => to.members.map((b) => [`${a} → ${b}`, traffic] as const)),
        ),
      );
      for (const a of spec.machines.keys())
        for (const b of spec.machines.keys()) {
          if (a === b) continue;
          const verdict = answer(asked, { from: `m${a}`, to: `m${b}`, traffic: trafficOf("tcp/22") });
          const traffic = open.get(`m${a} → m${b}`) ?? [];
          expect([a, b, covers(traffic, trafficOf("tcp/22"))]).toEqual([
            a,
            b,
            verdict.verdict === "reachable",
          ]);
        }
    }),
    { numRuns: Math.ceil(RUNS / 3) },
  );
}, 120_000);
