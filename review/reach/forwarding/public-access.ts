/**
 * VPC Block Public Access at internet gateways and egress-only gateways.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import type { Unknown } from "../../../terraform/values";
import type { NetworkInterface, PublicAccess, SubnetModel } from "../../network/network";
import { unknownBlocker } from "../packets/blockers";
import { type Flow, unknownPasses } from "../packets/flow";
import { endAndFollow, type Traversal } from "../packets/traversal";

/** How packets pass: from outside, begun by a public address of its own, or by what lets nobody in. */
export type Passage = "entering" | "direct" | "translated";

export function isTranslated({ kind }: NetworkInterface): boolean {
  return INTERFACE_KINDS[kind].forwards === "translates";
}

/** The packets between the subnet and the internet that are not blocked. Replies pass where the request did. */
export function publicAccess(
  traversal: Traversal,
  subnet: SubnetModel,
  flow: Flow,
  passage: Passage,
): readonly Flow[] {
  const access = subnet.publicAccess;
  if (access === undefined || traversal.reply) return [flow];
  const says = verdictOn(access, passage);
  if (says === "open") return [flow];
  if (says === "closed")
    return endAndFollow(traversal, flow, {
      code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
      at: subnet.name,
      keys: [access.by, subnet.key, subnet.vpc],
      text: `VPC Block Public Access stops what goes between ${subnet.name} and the internet`,
      fix: { resource: access.by, change: `exclude ${subnet.key} from it` },
    });
  if (unknownPasses(traversal.context)) return [flow];
  return endAndFollow(traversal, flow, {
    ...unknownBlocker(
      subnet.name,
      [access.by, subnet.key],
      "whether VPC Block Public Access stops it is not known",
    ),
    unknowns: [says],
  });
}

function verdictOn(access: PublicAccess, passage: Passage): "open" | "closed" | Unknown {
  switch (access.kind) {
    case "closed":
      return "closed";
    case "unknown":
      return access.unknown;
    case "egress":
      if (passage === "translated") return "open";
      return passage === "entering" ? "closed" : access.direct;
  }
}
