/** What each change of `changes.ts` does, judged by people: the same from a plan and from two synths. */
import type { NetworkReview } from "../../../review/change/review";
import { pairText } from "../../../review/report/wording/headline";

export interface Consequences {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  /** The worst first; public addresses left out, which only a plan knows. */
  readonly hurts: readonly string[];
  /** How many promises break. */
  readonly broken: number;
}

const NONE: Consequences = { opened: [], closed: [], hurts: [], broken: 0 };
const SSH = { ...NONE, opened: ["db → web tcp/22", "internet → web tcp/22"] };
const addressLost = (nat: string) =>
  `the public address of ${nat} goes back to AWS for good: DNS records and allow lists that name it must change`;

/** Whoever reaches the balancer besides the internet, with `port`. */
const insiders = (port: string) =>
  ["bastion", "internet", "nat_c", "web_a", "web_c"].map((from) => `${from} → alb ${port}`);

export const CONSEQUENCES: Readonly<Record<string, Consequences>> = {
  nothing: NONE,
  "tags only": NONE,
  "ssh opened to the world": { ...SSH, broken: 2 },
  // Every promise about the administrator is about everybody now.
  "ssh opened to the world in two halves": { ...SSH, broken: 6 },
  "database group widened": {
    ...NONE,
    opened: ["web → db tcp/0-21, tcp/23-3305, tcp/3307-65535, udp, other protocols"],
  },
  "ICMP closed": { ...NONE, closed: ["db → web icmp", "internet → web icmp", "web → db icmp"] },
  "https opened": { ...NONE, opened: ["db → web tcp/443", "internet → web tcp/443"] },
  "subnet CIDR changed": {
    ...NONE,
    hurts: [
      "main is made anew: what is on its disks is lost, and nobody reaches it until it has booted",
      "aws_route_table_association.private_a is made anew: packets that follow it are lost meanwhile",
      "private_a is made anew, and so is what stands in it: main",
    ],
  },
  "NAT deleted": {
    ...NONE,
    closed: ["main → internet tcp, udp, icmp"],
    hurts: [addressLost("nat_a"), "private_a loses its way out"],
  },
  // A NAT gateway passes tcp, udp and icmp only; a NAT instance every protocol.
  "NAT kind switched": {
    ...NONE,
    closed: [
      "nat_c → alb tcp/80",
      "nat_c → internet all",
      "web_c → internet other protocols",
      "web_c → nat_c all",
    ],
    hurts: ["private_c has no way out until the new NAT gateway is up"],
  },
  "NAT of one zone deleted": {
    ...NONE,
    closed: ["web_a → internet tcp, udp, icmp"],
    hurts: [addressLost("nat_a"), "private_a loses its way out"],
  },
  "zone added": {
    ...NONE,
    opened: [
      "alb → web_d tcp/80",
      "bastion → web_d tcp/22",
      "web_d → alb tcp/80",
      "web_d → internet tcp, udp, icmp",
    ],
  },
  "zone removed": {
    ...NONE,
    closed: [
      "alb → web_d tcp/80",
      "bastion → web_d tcp/22",
      "web_d → alb tcp/80",
      "web_d → internet tcp, udp, icmp",
    ],
    hurts: [
      "web_d is destroyed with what is on its disks; web_a, web_c serve the balancer's requests meanwhile",
      addressLost("nat_d"),
      "private_d goes, and web_d with it",
      "public_d goes, and nat_d with it",
    ],
  },
  "bastion moved to another zone": {
    ...NONE,
    hurts: ["bastion is made anew: what is on its disks is lost, and nobody reaches it until it has booted"],
  },
  "HTTPS with a redirect": { ...NONE, opened: insiders("tcp/443") },
  // The group still admits port 80 alone.
  "listener port changed": { ...NONE, closed: insiders("tcp/80"), broken: 3 },
  "ALB made internal": {
    ...NONE,
    closed: ["internet → alb tcp/80"],
    hurts: ["alb is made anew under another DNS name: it answers nobody until it is up and records follow"],
    broken: 3,
  },
  "bastion started": NONE,
};

export function consequencesOf({ reach, disruptions: hurts, promises }: NetworkReview): Consequences {
  return {
    opened: reach.opened.map(pairText).sort(),
    closed: reach.closed.map(pairText).sort(),
    hurts: hurts.map(({ text }) => text.replace(/(the public address) [\d.]+ of/, "$1 of")),
    broken: promises.filter(({ kept }) => !kept).length,
  };
}
