/** A plan over what is deployed carries along what a refresh found: explained is the network that it will leave. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { buildNetwork } from "../../../../review/model/build";
import { queryable } from "../../../../review/reach/answer";
import { readInput } from "../../../../review/read/input";
import { ask, line } from "../../asking";
import { destroyed, HTTP, ingress, type Planned, planOf, SERVER } from "../../change/plans";

const LISTED = [
  {
    cidr_blocks: ["0.0.0.0/0"],
    protocol: "tcp",
    from_port: 80,
    to_port: 80,
    security_groups: [],
    self: false,
  },
];

function verdictOn(resources: readonly Planned[]): string {
  const folder = mkdtempSync(join(tmpdir(), "plan-"));
  try {
    writeFileSync(join(folder, "plan.json"), JSON.stringify(planOf(resources)));
    const asked = queryable(buildNetwork(readInput(join(folder, "plan.json")).input));
    return line(ask(asked, "internet", "web", "http"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const changed = (address: string, before: object, after: object, configured: object): readonly Planned[] =>
  SERVER.map((each) =>
    each.address === address
      ? {
          ...each,
          before: { ...each.before, ...before },
          after: { ...each.after, ...after },
          configured: { ...configured },
        }
      : each,
  );
const listing = changed("aws_security_group.web", { ingress: LISTED }, { ingress: LISTED }, { name: "web" });

test("a rule that is to be destroyed lets nobody in, though its group lists it still", () => {
  expect(verdictOn([...listing, destroyed(ingress("http", HTTP))])).toBe("blocked: SG_HAS_NO_RULES at web");
});

test("a rule that stays lets in, listed or not", () => {
  expect(verdictOn([...listing, ingress("http", HTTP)])).toBe("reachable: igw → public → web");
});

test("a rule that somebody made by hand stays, as Terraform leaves it alone", () => {
  expect(verdictOn(listing)).toBe("reachable: igw → public → web");
});

test("a route leads to where it is to lead, not to where it led", () => {
  const route = changed(
    "aws_route.public",
    { gateway_id: "", network_interface_id: "eni-gone" },
    { network_interface_id: "eni-gone" },
    { route_table_id: null, destination_cidr_block: "0.0.0.0/0", gateway_id: null },
  );
  expect(verdictOn([...route, ingress("http", HTTP)])).toBe("reachable: igw → public → web");
});
