/** Ends that no interface has: addresses inside a VPC that are free, or that somebody may get; and ends both outside. */
import { expect, test } from "@jest/globals";
import { ask, askedOf, line } from "../asking";
import { type Change, ref, varied } from "../small-network";
import { AS_IT_IS, testRows, verdictOn } from "./rows";

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
/** Nothing but the NAT gateway, and that in the other subnet, could get an address of the public one. */
const natless: Change = { aws_nat_gateway: { nat: null }, aws_route: { private: null } };
const FREE = "blocked: UNASSOCIATED_COMPONENT at";

testRows([
  ["a free address sends nothing", AS_IT_IS, "10.0.1.99 → db tcp/22", `${FREE} 10.0.1.99/32`],
  ["nor does it to the internet", AS_IT_IS, "10.0.1.99 → internet tcp/22", `${FREE} 10.0.1.99/32`],
  ["nor does one of no subnet", AS_IT_IS, "10.0.77.1 → web tcp/22", `${FREE} 10.0.77.1/32`],
  ["nor does a free block", AS_IT_IS, "10.0.1.64/26 → db tcp/22", `${FREE} 10.0.1.64/26`],
  ["nobody gets there from the internet", AS_IT_IS, "internet → 10.0.1.99 tcp/22", `${FREE} 10.0.1.99/32`],
  ["nor from inside", AS_IT_IS, "web → 10.0.1.99 tcp/22", `${FREE} public`],
  ["an address that somebody has", AS_IT_IS, "10.0.1.10 → web tcp/22", "reachable: db → web"],
  ["what stands elsewhere", [later, natless], "10.0.0.99 → db tcp/22", `${FREE} 10.0.0.99/32`],
]);

test.each([
  ["of a machine that may get it", later, "10.0.1.99 → db tcp/22", "aws_instance.later"],
  ["to a machine that may get it", later, "internet → 10.0.1.99 tcp/22", "aws_instance.later"],
  ["to it from inside", later, "web → 10.0.1.99 tcp/22", "aws_instance.later"],
  ["the NAT gateway may get it", AS_IT_IS, "10.0.0.99 → db tcp/22", "aws_nat_gateway.nat"],
  ["a machine of no known subnet", elsewhere, "10.0.1.99 → db tcp/22", "aws_instance.elsewhere"],
])("an address known after apply, %s", (_, change, question, attribute) => {
  const verdict = verdictOn(question, change);
  expect(line(verdict)).toBe(`unknown: ${attribute}`);
  expect(verdict.blocker?.code).toBe("NET_UNKNOWN_UNTIL_APPLY");
});

test("a machine whose subnet stands in a variable without a value", () => {
  const unset: Change = { aws_instance: { db: { subnet_id: "${var.unset}" } } };
  const asked = askedOf({ ...(varied(unset) as object), variable: { unset: {} } });
  expect(line(ask(asked, "web", "db", "tcp/22"))).toBe("unknown: aws_instance.db.subnet_id");
});

test("everybody who may get the address is named", () => {
  const two: Change = { aws_instance: { too: { subnet_id: ref("aws_subnet.private") } } };
  const { blocker } = verdictOn("10.0.1.99 → db tcp/22", later, two);
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
