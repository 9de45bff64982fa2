/** `allow(from, to, port)`: one sentence, one standalone rule with a description; never inline rules. */
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { parseCidr } from "../../net/cidr";
import type { Issue } from "../../net/issue";
import { formatTraffic, nameOf, type Traffic } from "../../net/traffic";
import { report } from "../terraform/report";
import { type Peer, peerName } from "./peer";
import { type Group, Role } from "./role";
import { portFields } from "./rule-ports";
import { type Source, sourcesOf } from "./rule-sources";

/** A construct that stands in the network with a security group: a bastion, web servers, a load balancer. */
export interface Member {
  readonly group: Group;
}

/**
 * Lets `from` reach `to` on the given traffic: a rule into `to`'s group, and a rule out of `from`'s where that group
 * sends only as declared. Replies need no rule; security groups are stateful.
 *
 * A rule from a role means the private addresses of its members. Bad blocks, a rule said twice, and rules of the VPC's
 * default group are errors at synth.
 */
export function allow(
  from: Member | Group | Peer,
  to: Member | Group | Peer,
  ...traffic: readonly Traffic[]
): void {
  const source = endOf(from);
  const target = endOf(to);
  for (const each of traffic) {
    if (target instanceof Role) addRule("ingress", target, source, each);
    if (source instanceof Role && source.egress === "declared") addRule("egress", source, target, each);
  }
}

type End = Group | Peer;

function endOf(end: Member | End): End {
  return "kind" in end ? end : end.group;
}

const RULES = {
  ingress: { Rule: VpcSecurityGroupIngressRule, preposition: "from" },
  egress: { Rule: VpcSecurityGroupEgressRule, preposition: "to" },
} as const;

function addRule(direction: keyof typeof RULES, owner: Role, other: End, traffic: Traffic): void {
  const { Rule, preposition } = RULES[direction];
  const otherName = isPeer(other) ? peerName(other) : other.name;
  const sentence = `${nameOf(traffic)}_${preposition}_${otherName}`;
  const issues = [...peerIssues(other), ...twiceIssues(owner, sentence, direction)];
  report(owner, issues);
  if (issues.length > 0) return;
  for (const source of sourcesOf(other)) {
    const edge = new Construct(owner, `${sentence}${source.suffix}`);
    const rule = new Rule(edge, `${direction}_rule`, {
      securityGroupId: owner.groupId,
      description: `${formatTraffic(traffic)} ${preposition} ${otherName.replaceAll("_", " ")}`,
      ...portFields(traffic, source.family),
      ...source.fields(owner),
    });
    addOverrides(rule, source);
  }
}

function addOverrides(
  rule: { addOverride(path: string, value: unknown): void },
  { overrides }: Source,
): void {
  for (const [field, value] of Object.entries(overrides)) rule.addOverride(field, value);
}

function isPeer(end: End): end is Peer {
  return end.kind !== "role" && end.kind !== "default";
}

function peerIssues(end: End): readonly Issue[] {
  if (end.kind === "default") {
    const fix = "give the machine a role of its own, and allow that";
    return [
      {
        code: "rule-of-default-group",
        path: "allow",
        problem: "the default group takes no rules of its own",
        fix,
      },
    ];
  }
  if (end.kind !== "cidr") return [];
  const parsed = parseCidr(end.cidr);
  if (parsed.kind === "cidr") return [];
  const fix = "write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32";
  return [{ code: "cidr-malformed", path: "allow", problem: `"${end.cidr}" is not a CIDR block`, fix }];
}

function twiceIssues(owner: Role, sentence: string, direction: string): readonly Issue[] {
  const said = owner.node.tryFindChild(sentence)?.node.tryFindChild(`${direction}_rule`);
  if (said === undefined) return [];
  return [
    {
      code: "rule-duplicate",
      path: `${owner.name}_${sentence}`,
      problem: "this rule is said twice",
      fix: "remove one of them",
    },
  ];
}
