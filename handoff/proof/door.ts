/** What a security group lets through, as an expression over every rule of the module. */
import type { Traffic } from "../../net/traffic";
import { type Block, resourcesOfType } from "../../terraform/blocks";
import { at, type Json } from "../../terraform/json";
import { listOf } from "../../terraform/reference";
import type { Machine } from "./machine";

export type RuleDirection = "ingress" | "egress";

/** Who sends to, or is sent to by, the holder of the groups. */
export type DoorPeer =
  | { readonly kind: "machine"; readonly machine: Machine }
  /** `known`: the administrators' addresses, which are not counted as the internet's. */
  | { readonly kind: "internet"; readonly known: string }
  /** `addresses`: an expression of a list of CIDR blocks. */
  | { readonly kind: "admin"; readonly addresses: string };

/** Whether the claim is that all of it gets through, or that none does. */
export type Claim = "all of it" | "any of it";

interface Opening {
  readonly main: Json;
  readonly direction: RuleDirection;
  readonly holder: Machine;
  readonly peer: DoorPeer;
  readonly traffic: Traffic;
  readonly claim: Claim;
}

/** @returns an expression that is true when rules of the holder's groups let the traffic through */
export function door(opening: Opening): string {
  const { peer, claim } = opening;
  const clauses = [...ruleClause(opening), ...inlineClauses(opening)];
  const [one = "false"] = clauses;
  const either = clauses.length < 2 ? one : anyIn(clauses);
  if (peer.kind !== "admin") return either;
  return `${claim === "all of it" ? "alltrue" : "anytrue"}([
  for address in ${peer.addresses} :
${indent(either)}
])`;
}

function ruleClause({ main, direction, holder, peer, traffic, claim }: Opening): readonly string[] {
  const rules = resourcesOfType(main, `aws_vpc_security_group_${direction}_rule`);
  if (rules.length === 0) return [];
  const conditions = [
    `contains(${holder.groups}, rule.security_group_id)`,
    ...carries(traffic, "rule.ip_protocol", claim),
    peerOf(peer, claim),
  ];
  return [anyOf(listOfRules(rules), conditions)];
}

/** Rules inside a group, as the default group has them. */
function inlineClauses({ main, direction, holder, peer, traffic, claim }: Opening): readonly string[] {
  return resourcesOfType(main, "aws_default_security_group", "aws_security_group")
    .filter(({ body }) => listOf(at(body, direction)).length > 0)
    .map(({ address }) => {
      const conditions = [
        `contains(${holder.groups}, ${address}.id)`,
        ...carries(traffic, "rule.protocol", claim),
        inlinePeer(peer, address, claim),
      ];
      return anyOf(`${address}.${direction}`, conditions);
    });
}

/** One of several expressions, each on a line of its own. */
function anyIn(expressions: readonly string[]): string {
  return `anytrue([\n${expressions.map((each) => `${indent(each)},\n`).join("")}])`;
}

function anyOf(rules: string, conditions: readonly string[]): string {
  return `anytrue([
  for rule in ${rules.replaceAll("\n", "\n  ")} :
${conditions.map((condition, i) => indent(`${i === 0 ? "" : "&& "}${condition}`)).join("\n")}
])`;
}

/** All rules of the direction, those with `for_each` as their instances. */
export function listOfRules(rules: readonly Block[]): string {
  const [single, many] = [false, true].map((repeated) =>
    rules
      .filter(({ body }) => (at(body, "for_each") !== undefined) === repeated)
      .map(({ address }) => address),
  );
  const plain = `[\n${(single ?? []).map((address) => `  ${address},\n`).join("")}]`;
  if (many === undefined || many.length === 0) return plain;
  return `concat(${plain}, ${many.map((address) => `values(${address})`).join(", ")})`;
}

function carries(traffic: Traffic, protocol: string, claim: Claim): readonly string[] {
  switch (traffic.protocol) {
    case "all":
      return claim === "any of it" ? [] : [`${protocol} == "-1"`];
    case "icmp":
      // Types 8 (echo request) and -1 (every type); a rule of -1 on a protocol of -1 has no types at all.
      return [
        `contains(["-1", "icmp", "1"], ${protocol})`,
        `(${protocol} == "-1" || contains([-1, 8], coalesce(rule.from_port, -1)))`,
      ];
    case "tcp":
    case "udp": {
      const { from, to } = traffic.ports;
      const [low, high] = claim === "all of it" ? [from, to] : [to, from];
      const ports = `coalesce(rule.from_port, 0) <= ${low} && coalesce(rule.to_port, 65535) >= ${high}`;
      const number = traffic.protocol === "tcp" ? "6" : "17";
      return [
        `contains(["-1", "${traffic.protocol}", "${number}"], ${protocol})`,
        `(${protocol} == "-1" || ${ports})`,
      ];
    }
  }
}

const CIDR = 'coalesce(rule.cidr_ipv4, rule.cidr_ipv6, "none")';
/** Addresses that no packet from the internet has (RFC 1918, RFC 6598). */
const PRIVATE =
  "^(none|10\\\\.|192\\\\.168\\\\.|172\\\\.(1[6-9]|2[0-9]|3[01])\\\\.|100\\\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\\\.)";

function peerOf(peer: DoorPeer, claim: Claim): string {
  switch (peer.kind) {
    case "internet":
      return isPublicBlock(CIDR, peer, claim);
    case "admin":
      return isAdminBlock(CIDR);
    case "machine": {
      const { groups, blocks } = peer.machine;
      const member = `contains(${groups}, coalesce(rule.referenced_security_group_id, "none"))`;
      return anyIn([member, ...blocks.map((block) => overlap("rule.cidr_ipv4", block))]);
    }
  }
}

function inlinePeer(peer: DoorPeer, group: string, claim: Claim): string {
  const cidrs = "concat(tolist(coalesce(rule.cidr_blocks, [])), tolist(coalesce(rule.ipv6_cidr_blocks, [])))";
  const anyBlock = (test: string): string => `anytrue([for cidr in ${cidrs} : ${test}])`;
  switch (peer.kind) {
    case "internet":
      return anyBlock(isPublicBlock("cidr", peer, claim));
    case "admin":
      return anyBlock(isAdminBlock("cidr"));
    case "machine": {
      const { groups, blocks } = peer.machine;
      const self = `(coalesce(rule.self, false) && contains(${groups}, ${group}.id))`;
      const named = `length(setintersection(${groups}, coalesce(rule.security_groups, []))) > 0`;
      return anyIn([self, named, ...blocks.map((block) => anyBlock(overlap("cidr", block)))]);
    }
  }
}

/** Reachable: everybody is let in, over IPv4. Blocked: nobody but the administrators and private addresses may be. */
function isPublicBlock(cidr: string, { known }: { readonly known: string }, claim: Claim): string {
  if (claim === "all of it") return `${cidr} == "0.0.0.0/0"`;
  return `!(contains(${known}, ${cidr}) || can(regex("${PRIVATE}", ${cidr})))`;
}

function isAdminBlock(cidr: string): string {
  return `contains([address, strcontains(address, ":") ? "::/0" : "0.0.0.0/0"], ${cidr})`;
}

/** Two IPv4 blocks overlap when the wider one holds the other. */
function overlap(cidr: string, block: string): string {
  const length = `min(split("/", ${cidr})[1], split("/", ${block})[1])`;
  const start = (of: string): string => `cidrhost("\${split("/", ${of})[0]}/\${${length}}", 0)`;
  return `try(${start(cidr)} == ${start(block)}, false)`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
