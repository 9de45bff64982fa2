/** One way to address a target: from where, with which packets. */
import type { Endpoint } from "../endpoints/lookup";
import type { Flow, Start } from "./flow";

/** One way to ask: by IPv4 or IPv6, by the private or the public address. */
export interface Attempt {
  readonly start: Start;
  readonly flow: Flow;
  /** The side whose addresses are many; between two machines there is none. */
  readonly many?: "from" | "to";
  readonly itself: boolean;
  readonly target?: Endpoint;
  readonly source?: Endpoint;
}
