import type { NetworkReview } from "../../../review/change/review";
import { reviewNetwork } from "../../../review/change/review-network";
import { plannedChange } from "../../../review/change/versions/plan";
import { readTerraformPlan } from "../../../review/read/plan/changes";
import type { Json, JsonObject } from "../../../terraform/json";
import { consequencesOf } from "./consequences";
import { type Planned, SERVER } from "./plans";

export function reviewed(plan: Json): NetworkReview {
  return reviewNetwork(plannedChange(readTerraformPlan(plan)), { name: "net", place: "plan.json" });
}

/** `+ internet → web tcp/22` for what opens, `- …` for what closes. */
export const delta = (plan: Json): readonly string[] => {
  const { opened, closed } = consequencesOf(reviewed(plan));
  return [...opened.map((pair) => `+ ${pair}`), ...closed.map((pair) => `- ${pair}`)];
};

/** As a refresh leaves it: the group lists the rules that are resources of their own. */
export const mirrored = (...rules: readonly JsonObject[]): readonly Planned[] =>
  SERVER.map((each) =>
    each.address === "aws_security_group.web"
      ? {
          ...each,
          before: { ...each.before, ingress: rules },
          after: { ...each.after, ingress: rules },
          configured: { vpc_id: "vpc-1", name: "web" },
        }
      : each,
  );
export const inline = (port: number, cidr = "0.0.0.0/0"): JsonObject => ({
  cidr_blocks: [cidr],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
  protocol: "tcp",
  from_port: port,
  to_port: port,
});
