/** The four reference networks, as `main.ts` makes them without props. */
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { synthesize, type Written } from "../synthesis";

/** By their names. */
export function synthesizeAll(): Readonly<Record<string, Written>> {
  return synthesize((app) => {
    new TwoTier(app, "two-tier");
    new PrivateWeb(app, "private-web");
    new MultiSubnet(app, "multi-subnet");
    new Maintenance(app, "maintenance");
  });
}
