/** Attributes of machines that stand in variables without a value: unknown, and neither open nor closed. */
import { expect, test } from "@jest/globals";
import { type Change, varied } from "./small-network";
import { ask, askedOf, line } from "./stacks";

test.each<[string, Change, string, string, string]>([
  [
    "its groups",
    { aws_instance: { db: { vpc_security_group_ids: "${var.unset}" } } },
    "web",
    "db",
    "unknown: aws_instance.db.vpc_security_group_ids",
  ],
  [
    "whether it gets a public address",
    { aws_eip: { web: null }, aws_instance: { web: { associate_public_ip_address: "${var.unset}" } } },
    "internet",
    "web",
    "unknown: aws_instance.web.associate_public_ip_address",
  ],
  [
    "its subnet",
    { aws_instance: { db: { subnet_id: "${var.unset}" } } },
    "web",
    "db",
    "unknown: aws_instance.db.subnet_id",
  ],
])("%s", (_, change, from, to, expected) => {
  const asked = askedOf({ ...(varied(change) as object), variable: { unset: {} } });
  expect(line(ask(asked, from, to, "tcp/22"))).toBe(expected);
});
