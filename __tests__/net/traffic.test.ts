import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatIssue } from "../../net/issue";
import {
  allIcmp,
  anything,
  formatTraffic,
  http,
  https,
  mysql,
  nameOf,
  parseTraffic,
  ping,
  ssh,
  type Traffic,
  tcp,
  trafficIssues,
  udp,
} from "../../net/traffic";
import { ofTraffic } from "../../net/traffic-set";

test.each<[Traffic, string, string]>([
  [ssh, "tcp/22", "ssh"],
  [http, "tcp/80", "http"],
  [https, "tcp/443", "https"],
  [mysql, "tcp/3306", "mysql"],
  [ping, "icmp/echo", "ping"],
  [allIcmp, "icmp", "all_icmp"],
  [anything, "all", "anything"],
  [tcp(8080), "tcp/8080", "tcp_8080"],
  [tcp(22), "tcp/22", "ssh"],
  [udp(6000, 6010), "udp/6000-6010", "udp_6000_6010"],
  [udp(0), "udp/0", "udp_0"],
])("%j is written %s and called %s", (traffic, text, name) => {
  expect(formatTraffic(traffic)).toBe(text);
  expect(nameOf(traffic)).toBe(name);
  expect(parseTraffic(text)).toEqual(traffic);
});

test("what is written reads back", () => {
  const ports = fc
    .tuple(fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  fc.assert(
    fc.property(fc.constantFrom(tcp, udp), ports, (make, [from, to]) =>
      expect(parseTraffic(formatTraffic(make(from, to)))).toEqual(make(from, to)),
    ),
  );
});

test.each([
  ["tcp", tcp(0, 65535)],
  ["udp", udp(0, 65535)],
  ["all-icmp", allIcmp],
  ["icmp-echo", ping],
  ["mysql", mysql],
])("%s is understood too", (text, traffic) => {
  expect(parseTraffic(text)).toEqual(traffic);
});

test.each([
  "tcp/",
  "tcp/65536",
  "tcp/80-22",
  "sctp/1",
  "tcp/80-",
  "TCP/80",
  "",
  "tcp/1e3",
  "__proto__",
  "constructor",
])("%j is no traffic", (text) => {
  expect(parseTraffic(text)).toBeUndefined();
});

test.each([
  [tcp(-1), "-1 is not a port; use 0 to 65535"],
  [udp(80, 22), "80 to 22 is not a range of ports; use 0 to 65535, the lower one first"],
  [tcp(0, 65536), "0 to 65536 is not a range of ports; use 0 to 65535, the lower one first"],
  [tcp(1.5, 2), "1.5 to 2 is not a range of ports; use 0 to 65535, the lower one first"],
  [tcp(Number.NaN), "NaN is not a port; use 0 to 65535"],
])("%j is made, and is a fault where it is used", (traffic, fault) => {
  expect(trafficIssues(traffic, "allow").map(formatIssue)).toEqual([`allow: ${fault}`]);
  // As a set it would be none, or another protocol's.
  expect(() => ofTraffic(traffic)).toThrow(`traffic: ${fault}`);
});
