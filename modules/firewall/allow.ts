/** `allow(from, to, port)`: who may talk to whom, as one sentence. */
import type { Traffic } from "../../net/traffic";
import { report } from "../terraform/report";
import type { Peer } from "./peer";
import { type Group, Role } from "./role";
import { addRule } from "./rule";

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
  const owner = [source, target].find((end) => end instanceof Role);
  if (target.kind === "default" && owner !== undefined) {
    const problem = "the VPC's default group takes no rules of its own";
    report(owner, [
      {
        code: "rule-of-default-group",
        path: "allow",
        problem,
        fix: "give the machine a role, and allow that",
      },
    ]);
  }
}

function endOf(end: Member | Group | Peer): Group | Peer {
  return "kind" in end ? end : end.group;
}
