/**
 * VPC Block Public Access: what it leaves a subnet of the internet, by the region's mode and what is excluded from it.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html
 */
import { isUnknown, type Resource, textOf, Unknown, type Value } from "../../../terraform/values";
import type { Key, PublicAccess } from "../../network/network";
import type { Lookup } from "../../network/resource-lookup";

/** Undefined for a subnet that keeps all of it. */
export function publicAccessOf(lookup: Lookup): (subnet: Key, vpc: Key) => PublicAccess | undefined {
  const [options] = lookup.all("aws_vpc_block_public_access_options");
  if (options === undefined) return () => undefined;
  const by = options.address;
  const mode = options.values["internet_gateway_block_mode"];
  if (textOf(mode) === "off") return () => undefined;
  const exclusions = lookup.all("aws_vpc_block_public_access_exclusion").filter(isInForce);
  return (subnet, vpc) => {
    if (isUnknown(mode))
      return { kind: "unknown", by, unknown: unknownAt(mode, `${by}.internet_gateway_block_mode`) };
    const whole = modeOf(textOf(mode), by);
    const excluded = exclusions.map((each) => exclusionOf(lookup, each, subnet, vpc));
    if (excluded.includes("allow-bidirectional")) return undefined;
    const unknown = excluded.find((each) => each instanceof Unknown);
    if (unknown instanceof Unknown) return { kind: "unknown", by, unknown };
    // An exclusion for what goes out says nothing where what goes out is allowed anyway.
    if (whole.kind !== "closed" || !excluded.includes("allow-egress")) return whole;
    const why = "whether a public address of its own may begin connections, AWS does not document";
    return { kind: "egress", by, direct: new Unknown(by, why) };
  };
}

function modeOf(mode: string | undefined, by: Key): PublicAccess {
  return mode === "block-ingress" ? { kind: "egress", by, direct: "closed" } : { kind: "closed", by };
}

/** One that AWS has deleted, or could not make, is told for a while. */
function isInForce({ values }: Resource): boolean {
  const state = textOf(values["state"]) ?? "";
  return !/^(delete-complete|create-failed|disable-complete)/.test(state);
}

/** What the exclusion allows the subnet; undefined where it is about others. */
function exclusionOf(
  lookup: Lookup,
  { address, values }: Resource,
  subnet: Key,
  vpc: Key,
): string | Unknown | undefined {
  const about = [values["subnet_id"], values["vpc_id"]].map((value, i) =>
    lookup.find(value, `${address}.${i === 0 ? "subnet_id" : "vpc_id"}`),
  );
  const own = about.some(
    (found) => found.kind === "resource" && [subnet, vpc].includes(found.resource.address),
  );
  const doubt = about.find((found) => found.kind === "unknown");
  if (!own) return doubt?.kind === "unknown" ? doubt.unknown : undefined;
  const mode = values["internet_gateway_exclusion_mode"];
  return isUnknown(mode) ? unknownAt(mode, `${address}.internet_gateway_exclusion_mode`) : textOf(mode);
}

function unknownAt(value: Value | undefined, place: string): Unknown {
  return value instanceof Unknown ? value : new Unknown(place, "is not known");
}
