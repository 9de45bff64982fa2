/** The four reference networks, read back from their JSON and ready to be asked. */
import type { Asked } from "../../review/reach/answer";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { askedOf, synthesized } from "./stacks";

export interface Named {
  readonly name: string;
  readonly asked: Asked;
}

export const fourNetworks: readonly Named[] = [
  { name: "two-tier", asked: askedOf(synthesized("two-tier", (app) => new TwoTier(app, "two-tier"))) },
  {
    name: "private-web",
    asked: askedOf(synthesized("private-web", (app) => new PrivateWeb(app, "private-web"))),
  },
  {
    name: "multi-subnet",
    asked: askedOf(synthesized("multi-subnet", (app) => new MultiSubnet(app, "multi-subnet"))),
  },
  {
    name: "maintenance",
    asked: askedOf(synthesized("maintenance", (app) => new Maintenance(app, "maintenance"))),
  },
];
