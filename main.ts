/** The app: one line a network, then synth; a network that breaks its promise is not written. */
import { App } from "cdktf";
import { summary } from "./modules/terraform/summary";
import { judgeWith } from "./modules/terraform/synthesis";
import { checkStack } from "./review/reach/promises";
import { Maintenance } from "./stacks/maintenance";
import { MultiSubnet } from "./stacks/multi-subnet";
import { PrivateWeb } from "./stacks/private-web";
import { TwoTier } from "./stacks/two-tier";

const app = new App();
new TwoTier(app, "two-tier");
new PrivateWeb(app, "private-web");
new MultiSubnet(app, "multi-subnet");
new Maintenance(app, "maintenance");
judgeWith(app, checkStack);
app.synth();
console.log(summary(app));
