/** Every row of the table of two-tier, with every variation: one line a question. */
import { expect, test } from "@jest/globals";
import { TwoTier } from "../../../stacks/two-tier";
import { synthesized } from "../../synthesis";
import { ask, askedOf, line } from "../asking";

const NO_ADDRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const MISMATCH = "ENI_SG_RULES_MISMATCH";

const twoTier = askedOf(synthesized("two-tier", (app) => new TwoTier(app, "two-tier")));
const quiet = askedOf(synthesized("quiet", (app) => new TwoTier(app, "quiet", { ping: "closed" })));
const natless = askedOf(
  synthesized("natless", (app) => new TwoTier(app, "natless", { nat: { kind: "none" } })),
);
const byInstance = askedOf(
  synthesized("by-instance", (app) => new TwoTier(app, "by-instance", { nat: { kind: "instance" } })),
);
const secure = askedOf(synthesized("secure", (app) => new TwoTier(app, "secure", { https: "open" })));

test.each([
  ["internet", "web", "tcp/80", "reachable: igw → public_a → web"],
  ["internet", "web", "tcp/443", `blocked: ${MISMATCH} at web`],
  ["internet", "web", "ping", "reachable: igw → public_a → web"],
  ["admin", "web", "ssh", "reachable: igw → public_a → web"],
  ["internet", "web", "ssh", `blocked: ${MISMATCH} at web`],
  ["web", "db", "mysql", "reachable: web → db"],
  ["web", "db", "ssh", "reachable: web → db"],
  ["web", "db", "ping", "reachable: web → db"],
  ["internet", "db", "all", `blocked: ${NO_ADDRESS} at db`],
  ["admin", "db", "ssh", `blocked: ${NO_ADDRESS} at db`],
  ["db", "internet", "https", "reachable: db → private_a → nat_a → public_a → igw"],
  ["db", "web", "ssh", `blocked: ${MISMATCH} at web`],
  ["db", "web", "mysql", `blocked: ${MISMATCH} at web`],
  ["db", "web", "http", "reachable: db → web"],
  ["db", "web", "ping", "reachable: db → web"],
  ["web", "internet", "https", "reachable: web → public_a → igw"],
  ["internet", "10.0.1.10", "http", "reachable: igw → public_a → web"],
  ["10.0.1.10", "10.0.2.10", "mysql", "reachable: web → db"],
  ["web", "10.0.2.11", "mysql", "blocked: UNASSOCIATED_COMPONENT at public_a"],
  ["aws_instance.web", "aws_instance.db", "mysql", "reachable: web → db"],
])("two-tier: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(twoTier, from, to, traffic))).toBe(expected);
});

test("two-tier: the administrator reaches the database hop by hop, through the web server", () => {
  expect(ask(twoTier, "admin", "db", "ssh", "web")).toMatchObject({ verdict: "reachable", whole: true });
});

test.each([
  [quiet, "internet", "web", "ping", `blocked: ${MISMATCH} at web`],
  [quiet, "internet", "web", "http", "reachable: igw → public_a → web"],
  [quiet, "web", "db", "ping", `blocked: ${MISMATCH} at db`],
  [quiet, "db", "web", "ping", `blocked: ${MISMATCH} at web`],
  [natless, "db", "internet", "https", "blocked: NO_ROUTE_TO_DESTINATION at private_a"],
  [byInstance, "db", "internet", "https", "reachable: db → private_a → nat_a → public_a → igw"],
  [byInstance, "internet", "nat_a", "ssh", `blocked: ${MISMATCH} at nat_a`],
  [secure, "internet", "web", "https", "reachable: igw → public_a → web"],
])("two-tier with another choice: %# %s", (asked, from, to, traffic, expected) => {
  expect(line(ask(asked, from, to, traffic))).toBe(expected);
});
