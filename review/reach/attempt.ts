/** One way to address a target: from where, with which packets. */
import type { Member } from "./end-point";
import type { Packet } from "./packet";
import type { Start } from "./return-path";

/** One way to ask: by IPv4 or IPv6, by the private or the public address. */
export interface Attempt {
  readonly start: Start;
  readonly packet: Packet;
  /** The side whose addresses are many; between two machines there is none. */
  readonly many?: "from" | "to";
  readonly itself: boolean;
  readonly target?: Member;
  readonly source?: Member;
}
