/** The four reference networks, read back from their JSON and ready to be asked, with their promises. */
import type { PromiseFile } from "../../net/promise";
import type { QueryableNetwork } from "../../review/reach/answer";
import type { Json } from "../../terraform/json";
import { synthesizeAll } from "../stacks/all-stacks";
import { askedOf } from "./asking";

export interface FourNetwork {
  readonly name: string;
  readonly asked: QueryableNetwork;
  readonly promises: PromiseFile;
}

export const fourNetworks: readonly FourNetwork[] = Object.entries(synthesizeAll()).map(
  ([name, { text, promises }]) => ({
    name,
    asked: askedOf(JSON.parse(text) as Record<string, Json>),
    promises,
  }),
);
