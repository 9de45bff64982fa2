/** The subnets that something stands in. Where not all of them are known, it is said that it may stand elsewhere too. */
import { isUnknown, type Resource, Unknown, type Value } from "../../../terraform/values";
import type { SubnetModel } from "../../network/network";
import { elementsOf } from "../../network/resource-lookup";
import { groupsOf, type PlaceContext } from "./network-interfaces";

/** What states the groups that it is in itself, and is in some wherever it stands. */
const STATED: ReadonlySet<string> = new Set([
  "aws_lb",
  "aws_alb",
  "aws_vpc_endpoint",
  "aws_db_instance",
  "aws_rds_cluster",
]);

/**
 * @param owner what stands there
 * @param value a list of subnets
 * @param place where the list stands, for what is not known
 */
export function subnetsOf(
  context: PlaceContext,
  owner: Resource,
  value: Value | undefined,
  place: string,
): readonly SubnetModel[] {
  const { lookup, subnets, unplaced } = context;
  const { address: key, name } = owner;
  const missing = (unknown: Unknown): void => {
    const own = STATED.has(owner.type) ? { own: groupsOf(context, owner, undefined) } : {};
    unplaced.push({ key, name, unknown: lookup.note(unknown), ...own });
  };
  const elements = elementsOf(value) ?? (isUnknown(value) ? [value] : []);
  if (elements.length === 0) missing(new Unknown(place, "its subnets are not in this input"));
  const found = new Set<SubnetModel>();
  for (const element of elements) {
    const target = lookup.find(element, place);
    const subnet = target.kind === "resource" ? subnets.get(target.resource.address) : undefined;
    if (subnet !== undefined) found.add(subnet);
    else
      missing(
        target.kind === "unknown" ? target.unknown : new Unknown(place, "a subnet is not in this input"),
      );
  }
  return [...found];
}
