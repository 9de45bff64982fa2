/** Which Auto Scaling groups register their machines with which target groups. */
import { given } from "../../../net/given";
import { blocksOf, type Resource, Unknown, type Value } from "../../../terraform/values";
import type { Key } from "../../network/network";
import { elementsOf, type Lookup } from "../../network/resource-lookup";

export interface Registered {
  readonly targetGroup: Key;
  /** The Auto Scaling group; undefined when it is not in the input. */
  readonly scaling?: Key;
  /** What is said where no machine of it is known. */
  readonly unknown: Unknown;
}

/** Each pair once, though a state tells it in the group and in its attachment. */
export function registeredGroups(lookup: Lookup): readonly Registered[] {
  const found = new Map<string, Registered>();
  const add = (resource: Resource, scaling: Key | undefined, whose: string): void => {
    for (const { place, target } of statedBy(lookup, resource)) {
      const group = lookup.find(target, place);
      if (group.kind !== "resource") continue;
      const targetGroup = group.resource.address;
      const unknown = new Unknown(whose, "which machines it registers is not known");
      const registered = { targetGroup, unknown, ...given({ scaling }) };
      found.set(`${targetGroup} ${whose}`, registered);
    }
  };
  for (const resource of lookup.all("aws_autoscaling_group"))
    add(resource, resource.address, resource.address);
  for (const resource of lookup.all(
    "aws_autoscaling_attachment",
    "aws_autoscaling_traffic_source_attachment",
  )) {
    const place = `${resource.address}.autoscaling_group_name`;
    const group = lookup.named(resource.values["autoscaling_group_name"], ["aws_autoscaling_group"], place);
    const scaling = group.kind === "resource" ? group.resource.address : undefined;
    add(resource, scaling, scaling ?? place);
  }
  return [...found.values()];
}

/** The target groups that a group or an attachment names. */
function statedBy(
  lookup: Lookup,
  { address, values }: Resource,
): readonly { readonly place: string; readonly target: Value | undefined }[] {
  const stated = ["target_group_arns", "lb_target_group_arn", "alb_target_group_arn"].flatMap((name) => {
    const place = `${address}.${name}`;
    const elements = elementsOf(values[name]);
    if (elements === undefined) lookup.find(values[name], place);
    return (elements ?? []).map((target) => ({ place, target }));
  });
  const sources = blocksOf(values["traffic_source"])
    .filter(({ type }) => type !== "vpc-lattice" && type !== "elb")
    .map((block) => ({ place: `${address}.traffic_source`, target: block["identifier"] }));
  return [...stated, ...sources];
}
