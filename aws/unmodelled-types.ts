/**
 * Resource types that the checker does not model and that carry packets all the same: whatever its type, a resource
 * that names a subnet, a security group or a public address stands in a network.
 */
import { attributesOf, packetsOf } from "./resource-types";

/** A subnet or its group, a security group, or whether something is public; also inside of blocks. */
const PLACE =
  /(^|_)subnets?(_ids?|_arns?|_groups?|_group_names?|_group_ids?)?$|^vpc_zone_identifier$|(^|_)security_groups?(_ids?|_arns?|_names?|_id_list|s_ids)?$|^(is_)?publicly_accessible$|(^|_)public_ips?(_address)?$|^public_(dns|address|connectivity)$|_public_access$/;

/** Blocks that give a place, where not even their number is known. */
const PLACE_BLOCK = /^(vpc|network)_(config|configuration|configs|options|settings)$|^endpoint_details$/;

/** Maps whose keys are somebody's own words. */
const WORDS: ReadonlySet<string> = new Set(["tags", "tags_all", "labels", "variables"]);

const DEEPEST = 20;

/** Whether an attribute names a subnet or the group of subnets that something stands in. */
export function namesSubnets(attribute: string): boolean {
  return PLACE.test(attribute) && attribute.includes("subnet");
}

/**
 * The attributes to read of a resource: of a type that is modelled, those that matter; else those that give it a place.
 *
 * @param bodies its attributes as far as they are known, and `true` for those that are not
 * @returns undefined for what carries no packets
 */
export function attributesToRead(
  type: string,
  ...bodies: readonly Readonly<Record<string, unknown>>[]
): readonly string[] | undefined {
  const modelled = attributesOf(type);
  if (modelled !== undefined) return modelled;
  const packets = packetsOf(type);
  if (packets === "none") return undefined;
  const names = new Set(
    bodies.flatMap((body) => Object.keys(body).filter((name) => givesPlace(name, body[name]))),
  );
  return names.size > 0 || packets === "not modelled" ? [...names] : undefined;
}

/** Whether an attribute, or one inside of it, names a subnet, a group, or that something is public. */
export function givesPlace(name: string, value: unknown, depth = 0): boolean {
  if (PLACE.test(name) && isSet(value)) return true;
  if (PLACE_BLOCK.test(name) && value === true) return true;
  if (depth > DEEPEST || WORDS.has(name)) return false;
  if (Array.isArray(value)) return value.some((each) => givesPlace("", each, depth + 1));
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, each]) => givesPlace(key, each, depth + 1))
  );
}

/** Not left out, and not `false`. */
function isSet(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSet);
  if (typeof value === "string") return value !== "" && value !== "false";
  return value === true;
}
