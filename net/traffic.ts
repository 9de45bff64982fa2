/** What is sent: a protocol with its ports or ICMP types. Named traffic reads as people say it: `ssh`, `ping`. */
import type { Issue } from "./issue";

/** Inclusive; whole numbers from 0 to 65535. */
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

/** A TCP port, or a range of them. What is no range of ports is an error at synth, at the call that it is given to. */
export const tcp = (from: number, to: number = from): Traffic => ({ protocol: "tcp", ports: { from, to } });

/** A UDP port, or a range of them, as {@link tcp}. */
export const udp = (from: number, to: number = from): Traffic => ({ protocol: "udp", ports: { from, to } });

/** tcp/22. */
export const ssh = tcp(22);
/** tcp/80. */
export const http = tcp(80);
/** tcp/443. */
export const https = tcp(443);
/** tcp/3306, also MariaDB's. */
export const mysql = tcp(3306);
/** An ICMP echo request; its reply comes back without a rule of its own in a stateful firewall. */
export const ping: Traffic = { protocol: "icmp", type: "echo" };
/** ICMP of every type, in IPv6 ICMPv6. */
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
  const ports = { from: Number(from), to: Number(to) };
  return protocol === undefined || !isPortRange(ports)
    ? undefined
    : { protocol: protocol as "tcp" | "udp", ports };
}

/** What is wrong with the ports of the traffic, if it has any; `path` is where the traffic was given. */
export function trafficIssues(traffic: Traffic, path: string): readonly Issue[] {
  if (!("ports" in traffic) || isPortRange(traffic.ports)) return [];
  const { from, to } = traffic.ports;
  const [problem, fix] = Object.is(from, to)
    ? [`${from} is not a port`, "use 0 to 65535"]
    : [`${from} to ${to} is not a range of ports`, "use 0 to 65535, the lower one first"];
  return [{ code: "ports", path, problem, fix }];
}

function isPortRange({ from, to }: PortRange): boolean {
  return Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= 65535;
}
