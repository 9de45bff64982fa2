/** Sets of traffic: what a rule means, and where replies go. */
import { expect, test } from "@jest/globals";
import { parseTraffic } from "../../net/traffic";
import { allTraffic, formatTrafficSet, ofRule, ofTraffic, repliesTo, stretch } from "../../net/traffic-set";

test.each([
  ["tcp", 22, 22, "tcp/22"],
  ["6", 80, 90, "tcp/80-90"],
  ["tcp", 0, 0, "tcp/0"],
  ["tcp", 0, 65535, "tcp"],
  ["udp", undefined, undefined, "udp"],
  ["icmp", 8, -1, "icmp/echo"],
  ["icmp", 8, 0, "icmp/echo"],
  ["icmp", 3, 4, "icmp/3.4"],
  ["icmp", -1, -1, "icmp"],
  ["58", 128, 0, "icmpv6/echo"],
  ["47", undefined, undefined, "protocol 47"],
  ["esp", undefined, undefined, "protocol 50"],
  ["-1", 0, 0, "all"],
])("a rule %s %s to %s means %s", (protocol, from, to, expected) => {
  expect(formatTrafficSet(ofRule(protocol, from, to) ?? [])).toBe(expected);
});

test("a protocol that does not exist is refused", () => {
  expect(ofRule("tpc")).toBeUndefined();
  expect(ofRule("256")).toBeUndefined();
});

test.each([
  ["ssh", "tcp/32768-60999"],
  ["udp/53", "udp/32768-60999"],
  ["ping", "icmp/0.0, icmpv6/129.0"],
])("replies to %s go to %s", (text, expected) => {
  const traffic = parseTraffic(text);
  expect(
    formatTrafficSet(
      repliesTo(traffic === undefined ? [] : ofTraffic(traffic), { from: 32_768, to: 60_999 }),
    ),
  ).toBe(expected);
});

test("an unreachable message is answered by nobody, and all traffic is all", () => {
  expect(repliesTo(stretch("icmp", 3 * 256, 3 * 256 + 255), { from: 1024, to: 65_535 })).toEqual([]);
  expect(formatTrafficSet(allTraffic)).toBe("all");
});
