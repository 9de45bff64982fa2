/** One rule of a security group: a standalone resource with a description, never an inline block. */
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { Issue } from "../../net/issue";
import { formatTraffic, nameOf, type Traffic } from "../../net/traffic";
import { reportCall } from "../terraform/report";
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

/** Adds the rule under the name `OWNER_TRAFFIC_from_OTHER`; a rule said twice is reported as a fault of the call that is running. */
export function addRule(
  direction: keyof typeof DIRECTIONS,
  owner: RuleOwner,
  other: GroupReference | Peer,
  traffic: Traffic,
): void {
  const { Rule, preposition } = DIRECTIONS[direction];
  const otherName = "groupId" in other ? other.name : peerName(other);
  const sentence = `${nameOf(traffic)}_${preposition}_${otherName}`;
  const sources = sourcesOf(owner, other);
  const issues = twiceIssues(
    owner,
    sources.map(({ suffix }) => `${sentence}${suffix}`),
  );
  reportCall(owner, issues);
  if (issues.length > 0) return;
  for (const source of sources) {
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

function twiceIssues(owner: RuleOwner, sentences: readonly string[]): readonly Issue[] {
  const twice = sentences.find((sentence) => owner.node.tryFindChild(sentence) !== undefined);
  if (twice === undefined) return [];
  const path = `${owner.name}_${twice}`;
  return [{ code: "rule-duplicate", path, problem: "this rule is said twice", fix: "remove one of them" }];
}
