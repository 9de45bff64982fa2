/** Laws of the delta, on random rules: exactly what the rules of one version have over the other opens, and by them. */

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { union } from "../../../net/interval-set";
import { formatTrafficSet, stretch } from "../../../net/traffic-set";
import type { ReachChange } from "../../../review/change/reach/reach-change";
import { reviewNetwork } from "../../../review/change/review-network";
import { plannedChange } from "../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../review/read/plan/changes";
import { created, destroyed, ingress, type Planned, planOf, SERVER } from "../change/plans";

/** A rule that lets everybody in on a range of ports: in the old version, the new one, or both. */
interface RandomRule {
  readonly from: number;
  readonly size: number;
  readonly when: "old" | "new" | "both";
}

const rule = fc.record({
  from: fc.integer({ min: 1, max: 60 }),
  size: fc.integer({ min: 0, max: 12 }),
  when: fc.constantFrom("old" as const, "new" as const, "both" as const),
});
const rules = fc.array(rule, { maxLength: 6 });

function planned({ from, size, when }: RandomRule, i: number): Planned {
  const same = ingress(`r${i}`, {
    cidr_ipv4: "0.0.0.0/0",
    ip_protocol: "tcp",
    from_port: from,
    to_port: from + size,
  });
  switch (when) {
    case "both":
      return same;
    case "new":
      return created(same);
    case "old":
      return destroyed(same);
  }
}

function deltaOf(random: readonly RandomRule[]) {
  const plan = planOf([...SERVER, ...random.map(planned)]);
  return reviewNetwork(plannedChange(readTerraformPlan(plan)), { name: "net", place: "plan.json" }).reach;
}

/** Port by port, without any set algebra: the oracle. */
function portsOpen(random: readonly RandomRule[], version: "old" | "new"): ReadonlySet<number> {
  const own = random.filter(({ when }) => when === "both" || when === version);
  return new Set(own.flatMap(({ from, size }) => Array.from({ length: size + 1 }, (_, i) => from + i)));
}

function expected(these: ReadonlySet<number>, those: ReadonlySet<number>): string {
  const more = [...these].filter((port) => !those.has(port));
  return formatTrafficSet(union(...more.map((port) => stretch("tcp", port, port))));
}

const trafficOf = (changes: readonly ReachChange[]): string =>
  changes.length === 0 ? "nothing" : changes.map(({ traffic }) => formatTrafficSet(traffic)).join();

test("exactly the ports that only the new rules allow open, and only the old ones close", () => {
  fc.assert(
    fc.property(rules, (random) => {
      const [old, young] = [portsOpen(random, "old"), portsOpen(random, "new")];
      const { opened, closed } = deltaOf(random);
      expect(trafficOf(opened)).toBe(expected(young, old));
      expect(trafficOf(closed)).toBe(expected(old, young));
    }),
    { numRuns: 100 },
  );
});

test("who is blamed was changed, and some of what opened or closed is his", () => {
  fc.assert(
    fc.property(rules, (random) => {
      const { opened, closed } = deltaOf(random);
      for (const { kind, causes, traffic } of [...opened, ...closed]) {
        expect(causes.length).toBeGreaterThan(0);
        for (const { address } of causes) {
          const { from, size, when } = random[Number(/r(\d+)$/.exec(address)?.[1])] ?? {
            from: 0,
            size: 0,
            when: "both",
          };
          expect(when).toBe(kind === "opened" ? "new" : "old");
          const ports = stretch("tcp", from, from + size);
          expect(
            traffic.some((part) => ports.some((own) => own.from <= part.to && part.from <= own.to)),
          ).toBe(true);
        }
      }
    }),
    { numRuns: 40 },
  );
});
