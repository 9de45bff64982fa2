/** Ends that no interface has: addresses inside a VPC that are free, or that somebody may get; and ends both outside. */
import { expect, test } from "@jest/globals";
import { type Change, ref, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

/** A machine whose address AWS picks at apply. */
const later: Change = {
  aws_instance: {
    later: {
      subnet_id: ref("aws_subnet.private"),
      vpc_security_group_ids: [ref("aws_security_group.open")],
    },
  },
};
/** A machine in a subnet that another root module makes. */
const elsewhere: Change = { aws_instance: { elsewhere: { subnet_id: "subnet-1" } } };
const free = "blocked: UNASSOCIATED_COMPONENT at";

test.each<[string, Change, string, string, string]>([
  ["a free address sends nothing", {}, "10.0.1.99", "db", `${free} 10.0.1.99/32`],
  ["nor does it to the internet", {}, "10.0.1.99", "internet", `${free} 10.0.1.99/32`],
  ["nor does one of no subnet", {}, "10.0.77.1", "web", `${free} 10.0.77.1/32`],
  ["nor does a free block", {}, "10.0.1.64/26", "db", `${free} 10.0.1.64/26`],
  ["nobody gets there from the internet", {}, "internet", "10.0.1.99", `${free} 10.0.1.99/32`],
  ["nor from inside", {}, "web", "10.0.1.99", `${free} public`],
  ["an address that somebody has", {}, "10.0.1.10", "web", "reachable: db → web"],
  ["of a machine that may get it", later, "10.0.1.99", "db", "unknown: aws_instance.later"],
  ["to a machine that may get it", later, "internet", "10.0.1.99", "unknown: aws_instance.later"],
  ["to it from inside", later, "web", "10.0.1.99", "unknown: aws_instance.later"],
  ["the NAT gateway may get it", {}, "10.0.0.99", "db", "unknown: aws_nat_gateway.nat"],
  [
    "what stands in another subnet cannot get it",
    { ...later, aws_nat_gateway: { nat: null }, aws_route: { private: null } },
    "10.0.0.99",
    "db",
    `${free} 10.0.0.99/32`,
  ],
  [
    "a machine of no known subnet may be anywhere",
    elsewhere,
    "10.0.1.99",
    "db",
    "unknown: aws_instance.elsewhere",
  ],
])("%s", (_, change, from, to, expected) => {
  const verdict = ask(askedOf(varied(change)), from, to, "tcp/22");
  expect(line(verdict)).toBe(expected);
  if (verdict.verdict === "unknown") expect(verdict.blocker?.code).toBe("NET_UNKNOWN_UNTIL_APPLY");
});

test("everybody who may get the address is named", () => {
  const two: Change = { aws_instance: { too: { subnet_id: ref("aws_subnet.private") } } };
  const { blocker } = ask(askedOf(varied(later, two)), "10.0.1.99", "db", "tcp/22");
  expect(blocker?.text).toBe(
    "10.0.1.99/32 may become the address of later or too, which is known after apply",
  );
});

test.each([
  ["internet", "internet"],
  ["203.0.113.9", "198.51.100.1"],
  ["admin", "internet"],
  ["192.168.0.1", "internet"],
])("%s → %s: the network has no say in it", (from, to) => {
  const asked = askedOf({ ...(varied() as object), variable: { admin_cidrs: {} } });
  const verdict = ask(asked, from, to, "tcp/22");
  expect(verdict).toMatchObject({ verdict: "unknown", blocker: { code: "NET_NEITHER_END_IN_NETWORK" } });
});
