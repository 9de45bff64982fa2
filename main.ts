/** The app: one line a network, then synth. */
import { App } from "cdktf";
import { summary } from "./modules/terraform/summary";
import { Maintenance } from "./stacks/maintenance";
import { MultiSubnet } from "./stacks/multi-subnet";
import { PrivateWeb } from "./stacks/private-web";
import { TwoTier } from "./stacks/two-tier";

const app = new App();
new TwoTier(app, "two-tier");
new PrivateWeb(app, "private-web");
new MultiSubnet(app, "multi-subnet");
new Maintenance(app, "maintenance");
app.synth();
console.log(summary(app));
