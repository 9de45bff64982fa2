/** Every row of the table of maintenance, with every variation: one line a question. */
import { expect, test } from "@jest/globals";
import { Maintenance } from "../../../stacks/maintenance";
import { synthesized } from "../../synthesis";
import { ask, askedOf, line } from "../asking";

const NO_ADDRESS = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
const MISMATCH = "ENI_SG_RULES_MISMATCH";

const maintenance = askedOf(synthesized("maintenance", (app) => new Maintenance(app, "maintenance")));

test.each([
  ["internet", "app", "http", "reachable: igw → public_a → app"],
  ["internet", "app", "ssh", `blocked: ${MISMATCH} at app`],
  ["admin", "app", "ssh", `blocked: ${MISMATCH} at app`],
  ["admin", "bastion", "ssh", "reachable: igw → public_a → bastion"],
  ["internet", "bastion", "ssh", `blocked: ${MISMATCH} at bastion`],
  ["bastion", "app", "ssh", "reachable: bastion → app"],
  ["app", "db", "mysql", "reachable: app → db"],
  ["bastion", "db", "mysql", "reachable: bastion → db"],
  ["internet", "db", "all", `blocked: ${NO_ADDRESS} at db`],
])("maintenance: %s → %s %s", (from, to, traffic, expected) => {
  expect(line(ask(maintenance, from, to, traffic))).toBe(expected);
});

test("maintenance: a bastion that sleeps is reached once it is started, and the answer says so", () => {
  expect(ask(maintenance, "admin", "bastion", "ssh").notes).toEqual([
    "bastion is stopped: it answers once it is started",
  ]);
});
