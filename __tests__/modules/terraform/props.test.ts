import { expect, test } from "@jest/globals";
import type { BaseStackProps } from "../../../modules/terraform/base-stack";
import { faultsOf, TestStack } from "../../synthesis";

const CASES: readonly (readonly [what: string, props: BaseStackProps, ...faults: readonly string[]])[] = [
  [
    "a region that is a zone",
    { region: "ap-northeast-1a" },
    'test: region: "ap-northeast-1a" is not a region; use one such as ap-northeast-1',
  ],
  [
    "a project with a space",
    { project: "My Project" },
    'test: project: "My Project" cannot stand in host and parameter names; use up to 31 lower-case letters, digits and -, starting with a letter',
  ],
  [
    "no administrator",
    { adminCidrs: [] },
    "test: adminCidrs: names no address; name at least one block, or leave it out for the variable admin_cidrs",
  ],
  [
    "an administrator who is everybody",
    { adminCidrs: ["0.0.0.0/0", "::/0"] },
    "test: adminCidrs[0]: 0.0.0.0/0 is everybody; name the addresses that administer, e.g. your own /32",
    "test: adminCidrs[1]: ::/0 is everybody; name the addresses that administer, e.g. your own /32",
  ],
  [
    "administrators who are everybody together",
    { adminCidrs: ["0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"] },
    "test: adminCidrs: 0.0.0.0/0 is more than a /8 of IPv4; name the addresses that administer, e.g. your own /32",
    "test: adminCidrs: ::/0 is more than a /32 of IPv6; name the addresses that administer, e.g. your own /32",
  ],
  [
    "administrators who have a /8 and one address more",
    { adminCidrs: ["11.0.0.0/8", "203.0.113.7/32"] },
    "test: adminCidrs: 11.0.0.0/8, 203.0.113.7/32 is more than a /8 of IPv4; name the addresses that administer, e.g. your own /32",
  ],
  [
    "an administrator without a length",
    { adminCidrs: ["203.0.113.7"] },
    'test: adminCidrs[0]: "203.0.113.7" is not a CIDR block; write an address and a length, such as 203.0.113.7/32',
  ],
  [
    "an administrator with host bits",
    { adminCidrs: ["203.0.113.7/24"] },
    "test: adminCidrs[0]: 203.0.113.7/24 has host bits set; use the address alone (…/32), or the whole block",
  ],
];

test.each(CASES)("%s", (_, props, ...faults) => {
  expect(faultsOf((app) => new TestStack(app, () => {}, props))).toEqual(faults);
});
