/** The four reference networks, read back from their JSON and ready to be asked, with their promises. */
import type { App } from "cdktf";
import type { PromiseFile } from "../../net/promise";
import type { Asked } from "../../review/reach/answer";
import type { Json } from "../../review/read/json";
import { Maintenance } from "../../stacks/maintenance";
import { MultiSubnet } from "../../stacks/multi-subnet";
import { PrivateWeb } from "../../stacks/private-web";
import { TwoTier } from "../../stacks/two-tier";
import { synthesize } from "../synthesis";
import { askedOf } from "./stacks";

export interface FourNetwork {
  readonly name: string;
  readonly asked: Asked;
  readonly promises: PromiseFile;
}

const written = synthesize((app: App) => {
  new TwoTier(app, "two-tier");
  new PrivateWeb(app, "private-web");
  new MultiSubnet(app, "multi-subnet");
  new Maintenance(app, "maintenance");
});

export const fourNetworks: readonly FourNetwork[] = Object.entries(written).map(
  ([name, { text, promises }]) => ({
    name,
    asked: askedOf(JSON.parse(text) as Record<string, Json>),
    promises,
  }),
);
