/** What is sent: a protocol with its ports or ICMP types. Named traffic reads as people say it: `ssh`, `ping`. */

/** Inclusive; 0 to 65535. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A kind of traffic. `icmp` stands for the ICMP of the family in use (over IPv6, ICMPv6), its `type` being
 * `"echo"` or every type.
 */
export type Traffic =
  | { readonly protocol: "tcp" | "udp"; readonly ports: PortRange }
  | { readonly protocol: "icmp"; readonly type: "echo" | "any" }
  | { readonly protocol: "all" };

/** @throws {RangeError} for a port that is not a whole number from 0 to 65535, or a range that ends before it starts */
export const tcp = (from: number, to: number = from): Traffic => ({
  protocol: "tcp",
  ports: portRange(from, to),
});

/** @throws {RangeError} as {@link tcp} */
export const udp = (from: number, to: number = from): Traffic => ({
  protocol: "udp",
  ports: portRange(from, to),
});

export const ssh = tcp(22);
export const http = tcp(80);
export const https = tcp(443);
export const mysql = tcp(3306);
/** An ICMP echo request; its reply comes back without a rule of its own in a stateful firewall. */
export const ping: Traffic = { protocol: "icmp", type: "echo" };
export const allIcmp: Traffic = { protocol: "icmp", type: "any" };
/** Every protocol and port. */
export const anything: Traffic = { protocol: "all" };

const NAMED: ReadonlyMap<string, Traffic> = new Map(
  Object.entries({ ssh, http, https, mysql, ping, all_icmp: allIcmp, anything }),
);
const NAME_BY_TEXT: ReadonlyMap<string, string> = new Map(
  [...NAMED].map(([name, traffic]) => [formatTraffic(traffic), name]),
);

/** A short name fit for a Terraform address: `http`, `tcp_8080`, `udp_6000_6010`. */
export function nameOf(traffic: Traffic): string {
  const text = formatTraffic(traffic);
  return NAME_BY_TEXT.get(text) ?? text.replaceAll(/[/-]/g, "_");
}

/** `tcp/80`, `udp/6000-6010`, `icmp/echo`, `icmp`, `all`. */
export function formatTraffic(traffic: Traffic): string {
  switch (traffic.protocol) {
    case "all":
      return "all";
    case "icmp":
      return traffic.type === "echo" ? "icmp/echo" : "icmp";
    case "tcp":
    case "udp": {
      const { from, to } = traffic.ports;
      return `${traffic.protocol}/${from === to ? from : `${from}-${to}`}`;
    }
  }
}

const TEXT = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?$/;

/** Reads what {@link formatTraffic} and {@link nameOf} write, and `tcp` or `udp` for every port. @returns undefined for anything else */
export function parseTraffic(text: string): Traffic | undefined {
  const named = NAMED.get(text.replaceAll("-", "_"));
  if (named !== undefined) return named;
  if (text === "all") return anything;
  if (text === "icmp") return allIcmp;
  if (text === "icmp/echo" || text === "icmp-echo") return ping;
  if (text === "tcp" || text === "udp") return { protocol: text, ports: { from: 0, to: 65535 } };
  const [, protocol, from, to = from] = TEXT.exec(text) ?? [];
  if (protocol === undefined || !isPortRange(Number(from), Number(to))) return undefined;
  return { protocol: protocol as "tcp" | "udp", ports: { from: Number(from), to: Number(to) } };
}

function portRange(from: number, to: number): PortRange {
  if (!isPortRange(from, to)) throw new RangeError(`ports ${from} to ${to}: not a range within 0 to 65535`);
  return { from, to };
}

function isPortRange(from: number, to: number): boolean {
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= 65535;
}
