import { expect, test } from "@jest/globals";
import { architectureOf } from "../../../modules/machine/instance-type";

test.each([
  ["t4g.nano", "arm64"],
  ["t3.micro", "x86_64"],
  ["t3a.small", "x86_64"],
  ["a1.large", "arm64"],
  ["c7gn.16xlarge", "arm64"],
  ["c7i-flex.large", "x86_64"],
  ["g4dn.xlarge", "x86_64"],
  ["g5g.xlarge", "arm64"],
  ["m7i.metal-24xl", "x86_64"],
  ["r8gd.metal-48xl", "arm64"],
  ["x2iedn.32xlarge", "x86_64"],
  ["x2gd.medium", "arm64"],
  ["p5.48xlarge", "x86_64"],
  ["u-6tb1.56xlarge", "x86_64"],
  ["db.t4g.micro", undefined],
  ["t4g", undefined],
  ["", undefined],
  ["t4g.huge", undefined],
] as const)("%s is %s", (type, architecture) => {
  expect(architectureOf(type)).toBe(architecture);
});
