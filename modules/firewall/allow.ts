/** `allow(from, to, port)`: who may talk to whom, as one sentence. */
import type { Construct } from "constructs";
import { parseCidr } from "../../net/cidr";
import type { Issue } from "../../net/issue";
import { type Traffic, trafficIssues } from "../../net/traffic";
import { reportCall } from "../terraform/report";
import type { Peer } from "./peer";
import { type Group, Role } from "./role";
import { addRule } from "./rule";

/** A construct that stands in the network with a security group: a bastion, web servers, a load balancer. */
export interface Member {
  /** The group that rules about it are made for. */
  readonly group: Group;
}

/**
 * Lets `from` reach `to` on the given traffic: a rule into `to`'s group, and a rule out of `from`'s where that group
 * sends only as declared. Replies need no rule; security groups are stateful.
 *
 * A rule from a role means the private addresses of its members. Bad blocks and ports, a rule said twice, and rules of
 * the VPC's default group are errors at synth.
 * @example
 * allow(anywhere, alb, http);
 * allow(alb, web, tcp(8080));
 * allow(cidr("192.0.2.0/24", "office"), web, ssh, ping);
 */
export function allow(
  from: Member | Group | Peer,
  to: Member | Group | Peer,
  ...traffic: readonly Traffic[]
): void {
  const source = endOf(from);
  const target = endOf(to);
  const owner = [source, target].map(ownerOf).find((one) => one !== undefined);
  if (owner === undefined) return; // what two outsiders send each other does not pass here
  const peers = [source, target].flatMap(peerIssues);
  const kinds = traffic.map((each) => [each, trafficIssues(each, "allow")] as const);
  reportCall(owner, [...peers, ...kinds.flatMap(([, issues]) => issues), ...defaultIssues(source, target)]);
  if (peers.length > 0) return;
  for (const [each, issues] of kinds) if (issues.length === 0) addRules(source, target, each);
}

function addRules(source: Group | Peer, target: Group | Peer, traffic: Traffic): void {
  if (target instanceof Role) addRule("ingress", target, source, traffic);
  if (source instanceof Role && source.egress === "declared") addRule("egress", source, target, traffic);
}

function endOf(end: Member | Group | Peer): Group | Peer {
  return "kind" in end ? end : end.group;
}

/** The construct whose stack shows what is wrong with a rule of this end. */
function ownerOf(end: Group | Peer): Construct | undefined {
  if (end instanceof Role) return end;
  return end.kind === "default" ? end.network : undefined;
}

function peerIssues(end: Group | Peer): readonly Issue[] {
  if (end.kind !== "cidr" || parseCidr(end.cidr).kind === "cidr") return [];
  const fix = "write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32";
  return [{ code: "cidr-malformed", path: "allow", problem: `"${end.cidr}" is not a CIDR block`, fix }];
}

/** Its members reach each other without a rule. */
function defaultIssues(source: Group | Peer, target: Group | Peer): readonly Issue[] {
  if (target.kind !== "default" || source.kind === "default") return [];
  const problem = "the VPC's default group takes no rules of its own";
  const fix = "give the machine a role, and allow that";
  return [{ code: "rule-of-default-group", path: "allow", problem, fix }];
}
