import { expect, test } from "@jest/globals";
import fc from "fast-check";
import type { AddressConfig, AddressPlan, Tier } from "../../../modules/addressing/config";
import { drawPlan, freeBlocks } from "../../../modules/addressing/map";
import { planAddresses } from "../../../modules/addressing/plan";
import { ZONES, type Zone, zonesOf } from "../../../modules/addressing/zone";
import { containsCidr, formatCidr, lastOf, overlaps, sizeOf } from "../../../net/cidr";

const TOKYO = zonesOf("ap-northeast-1");
const SPARES: readonly Tier[] = [
  { name: "data", kind: "isolated", slot: 2 },
  { name: "cache", kind: "private", slot: 3 },
];

const zones = fc.subarray([...TOKYO], { minLength: 1 });
const tiers = fc.subarray([...SPARES]);
const vpc = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 16, max: 23 }))
  .map(([second, prefix]) => `10.${second}.0.0/${prefix}`);

const blocks = (plan: AddressPlan): Readonly<Record<string, string>> =>
  Object.fromEntries(plan.subnets.map(({ name, cidr }) => [name, formatCidr(cidr)]));

function planned(config: Omit<AddressConfig, "region"> & { readonly region?: string }): AddressPlan {
  const { plan, issues } = planAddresses({ region: "ap-northeast-1", ...config }, "network");
  expect(issues).toEqual([]);
  return plan;
}

test("automatic subnets lie inside the VPC and never overlap", () => {
  fc.assert(
    fc.property(vpc, zones, tiers, (cidr, zones, tiers) => {
      const { subnets, cidr: outer } = planned({ cidr, zones, tiers });
      expect(subnets).toHaveLength(zones.length * (2 + tiers.length));
      for (const [i, a] of subnets.entries()) {
        expect(containsCidr(outer, a.cidr)).toBe(true);
        for (const b of subnets.slice(i + 1)) expect(overlaps(a.cidr, b.cidr)).toBe(false);
      }
    }),
  );
});

test("adding zones and tiers never moves a subnet that exists", () => {
  fc.assert(
    fc.property(vpc, zones, zones, tiers, tiers, (cidr, someZones, moreZones, someTiers, moreTiers) => {
      const before = blocks(planned({ cidr, zones: someZones, tiers: someTiers }));
      const after = blocks(
        planned({
          cidr,
          zones: [...new Set([...someZones, ...moreZones])],
          tiers: [...new Set([...someTiers, ...moreTiers])],
        }),
      );
      expect(after).toMatchObject(before);
    }),
  );
});

test("the order in which zones and tiers are named does not matter", () => {
  fc.assert(
    fc.property(
      vpc,
      fc.shuffledSubarray([...TOKYO], { minLength: 1 }),
      fc.shuffledSubarray([...SPARES]),
      (cidr, zones, tiers) => {
        const sorted = planned({
          cidr,
          zones: zones.toSorted(),
          tiers: tiers.toSorted((a, b) => a.slot - b.slot),
        });
        expect(planned({ cidr, zones, tiers })).toEqual(sorted);
      },
    ),
  );
});

test("subnets and free blocks together are the VPC, each address once", () => {
  fc.assert(
    fc.property(vpc, zones, tiers, (cidr, zones, tiers) => {
      const plan = planned({ cidr, zones, tiers });
      const all = [...plan.subnets.map((subnet) => subnet.cidr), ...freeBlocks(plan)].toSorted((a, b) =>
        a.base < b.base ? -1 : 1,
      );
      let next = plan.cidr.base;
      for (const block of all) {
        expect(block.base).toBe(next);
        expect(block.base % sizeOf(block)).toBe(0n);
        next = lastOf(block) + 1n;
      }
      expect(next).toBe(lastOf(plan.cidr) + 1n);
    }),
  );
});

test("a block set by hand is taken as it is, and the others keep their slots", () => {
  const cidr = "10.0.0.0/16";
  const automatic = blocks(planned({ cidr, zones: ["a", "c"] }));
  const mixed = blocks(planned({ cidr, zones: ["a", "c"], subnets: { private: { c: "10.0.200.0/24" } } }));
  expect(mixed).toEqual({ ...automatic, private_c: "10.0.200.0/24" });
});

test("every letter has its slot, whichever zones a region has", () => {
  const everywhere = ZONES.map((zone): [Zone, string | undefined] => [
    zone,
    blocks(planned({ cidr: "10.0.0.0/16", zones: [zone], region: "xx-unknown-1" }))[`private_${zone}`],
  ]);
  expect(Object.fromEntries(everywhere)).toEqual({
    a: "10.0.64.0/21",
    b: "10.0.72.0/21",
    c: "10.0.80.0/21",
    d: "10.0.88.0/21",
    e: "10.0.96.0/21",
    f: "10.0.104.0/21",
    g: "10.0.112.0/21",
    h: "10.0.120.0/21",
  });
});

test("the map names every subnet and what is free", () => {
  const plan = planned({
    cidr: "10.0.0.0/22",
    zones: ["a"],
    subnets: { public: { a: "10.0.1.0/24" }, private: { a: "10.0.2.0/24" } },
  });
  expect(drawPlan(plan)).toBe(
    [
      "10.0.1.0/24         public_a   zone a  public    251 addresses",
      "10.0.2.0/24         private_a  zone a  private   251 addresses",
      "free: 10.0.0.0/24, 10.0.3.0/24",
    ].join("\n"),
  );
});
