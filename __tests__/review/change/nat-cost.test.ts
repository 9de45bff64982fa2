import { expect, test } from "@jest/globals";
import { CHANGES } from "./changes";
import { reviewedChange } from "./reviewed";

test("prices are said where the region is known", () => {
  const change = CHANGES.find(({ name }) => name === "NAT kind switched");
  const cost = change === undefined ? undefined : reviewedChange(change).cost;
  expect(cost).toMatchObject({ region: "ap-northeast-1", before: 49.2, after: 90.52 });
  expect(cost?.lines.map(({ name, kind, month }) => `${name} ${kind} ${month}`)).toEqual([
    "nat_a gateway 45.26",
    "nat_c gateway 45.26",
  ]);
});
