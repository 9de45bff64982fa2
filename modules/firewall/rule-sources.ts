/** The other end of a rule, as AWS takes it: one family of addresses, or one group, a rule. */
import { type ITerraformIterator, TerraformIterator } from "cdktf";
import type { Construct } from "constructs";
import { cidrOf } from "../../net/cidr";
import type { Family } from "../../net/ip";
import { BaseStack } from "../terraform/base-stack";
import { variable } from "../terraform/variables";
import type { GroupReference } from "./group";
import type { Peer } from "./peer";

/** The fields of one rule that say who is at its other end. */
export interface Source {
  readonly family: Family;
  /** Tells the rules of one sentence apart. */
  readonly suffix: "" | "_ipv6";
  readonly fields: {
    readonly cidrIpv4?: string;
    readonly cidrIpv6?: string;
    readonly referencedSecurityGroupId?: string;
    readonly forEach?: ITerraformIterator;
  };
  readonly overrides: Readonly<Record<string, string>>;
}

/** Administrators come as a list of either family, so the rule itself decides which field each address fills. */
const EITHER_FAMILY = {
  cidr_ipv4: '${strcontains(each.value, ":") ? null : each.value}',
  cidr_ipv6: '${strcontains(each.value, ":") ? each.value : null}',
};

/** One for each rule that it takes: everybody is two, one of each family. */
export function sourcesOf(owner: Construct, end: GroupReference | Peer): readonly Source[] {
  switch (end.kind) {
    case "anywhere":
      return [source(4, "", { cidrIpv4: "0.0.0.0/0" }), source(6, "_ipv6", { cidrIpv6: "::/0" })];
    case "cidr": {
      const { family } = cidrOf(end.cidr);
      return [source(family, "", family === 4 ? { cidrIpv4: end.cidr } : { cidrIpv6: end.cidr })];
    }
    case "admin":
      return [source(4, "", { forEach: adminIterator(owner) }, EITHER_FAMILY)];
    case "role":
    case "default":
      return [source(4, "", { referencedSecurityGroupId: end.groupId })];
  }
}

function source(
  family: Family,
  suffix: Source["suffix"],
  fields: Source["fields"],
  overrides: Source["overrides"] = {},
): Source {
  return { family, suffix, fields, overrides };
}

/** Keyed by the address itself, so that adding one never touches the others. */
function adminIterator(owner: Construct): ITerraformIterator {
  const { adminCidrs } = BaseStack.of(owner);
  if (adminCidrs !== undefined) return TerraformIterator.fromList([...new Set(adminCidrs)].toSorted());
  return TerraformIterator.fromList(variable(owner, "admin_cidrs").listValue);
}
