/** One rule of a security group: a standalone resource with a description, never an inline block. */
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { parseCidr } from "../../net/cidr";
import type { Issue } from "../../net/issue";
import { formatTraffic, nameOf, type Traffic } from "../../net/traffic";
import { report } from "../terraform/report";
import type { GroupReference } from "./group";
import { type Peer, peerName } from "./peer";
import { portFields } from "./rule-ports";
import { sourcesOf } from "./rule-sources";

/** The construct whose group gets the rule. */
export interface RuleOwner extends Construct {
  readonly groupId: string;
  readonly name: string;
}

const DIRECTIONS = {
  ingress: { Rule: VpcSecurityGroupIngressRule, preposition: "from" },
  egress: { Rule: VpcSecurityGroupEgressRule, preposition: "to" },
} as const;

/** Adds the rule under the name `OWNER_TRAFFIC_from_OTHER`; bad blocks and a rule said twice are reported as faults. */
export function addRule(
  direction: keyof typeof DIRECTIONS,
  owner: RuleOwner,
  other: GroupReference | Peer,
  traffic: Traffic,
): void {
  const { Rule, preposition } = DIRECTIONS[direction];
  const otherName = "groupId" in other ? other.name : peerName(other);
  const sentence = `${nameOf(traffic)}_${preposition}_${otherName}`;
  const issues = [...peerIssues(other), ...twiceIssues(owner, sentence)];
  report(owner, issues);
  if (issues.length > 0) return;
  for (const source of sourcesOf(owner, other)) {
    const edge = new Construct(owner, `${sentence}${source.suffix}`);
    const rule = new Rule(edge, `${direction}_rule`, {
      securityGroupId: owner.groupId,
      description: `${formatTraffic(traffic)} ${preposition} ${otherName.replaceAll("_", " ")}`,
      ...portFields(traffic, source.family),
      ...source.fields,
    });
    for (const [field, value] of Object.entries(source.overrides)) rule.addOverride(field, value);
  }
}

function peerIssues(end: GroupReference | Peer): readonly Issue[] {
  if (end.kind !== "cidr" || parseCidr(end.cidr).kind === "cidr") return [];
  const fix = "write an aligned block, such as 192.0.2.0/24 or 2001:db8::/32";
  return [{ code: "cidr-malformed", path: "allow", problem: `"${end.cidr}" is not a CIDR block`, fix }];
}

function twiceIssues(owner: RuleOwner, sentence: string): readonly Issue[] {
  if (owner.node.tryFindChild(sentence) === undefined) return [];
  return [
    {
      code: "rule-duplicate",
      path: `${owner.name}_${sentence}`,
      problem: "this rule is said twice",
      fix: "remove one of them",
    },
  ];
}
