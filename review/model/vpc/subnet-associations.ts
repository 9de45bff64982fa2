/** Which part of a kind each subnet has: its route table, its ACL; or that it may be another, where that is not told. */
import type { Unknown } from "../../../terraform/values";
import type { Key, PartUnknown } from "../../network/network";
import type { Found, Lookup } from "../../network/resource-lookup";

/** Something that gives a subnet a part. */
export interface Association {
  readonly subnet: Found;
  readonly part: Found;
}

export interface SubnetPart {
  readonly key?: Key;
  readonly unknown?: PartUnknown;
}

interface Stray {
  readonly unknown: Unknown;
  readonly part?: Key;
  /** Of one of these subnets. @default of any */
  readonly among?: ReadonlySet<Key>;
}

/**
 * @param keyOf what a resource stands for, e.g. a VPC for its main route table
 * @param vpcOf the VPC of a part, where it is known
 */
export function subnetParts(
  lookup: Lookup,
  associations: readonly Association[],
  keyOf: (found: Extract<Found, { kind: "resource" }>) => Key,
  vpcOf: (part: Key) => Key | undefined,
): (subnet: Key, vpc: Key) => SubnetPart {
  const told = new Map<Key, SubnetPart>();
  const strays: Stray[] = [];
  for (const { subnet, part } of associations) {
    const key = part.kind === "resource" ? keyOf(part) : undefined;
    const unknown = [subnet, part].flatMap((each) => (each.kind === "unknown" ? [each.unknown] : []))[0];
    if (subnet.kind === "resource")
      told.set(
        subnet.resource.address,
        key === undefined ? (unknown === undefined ? {} : { unknown: { unknown } }) : { key },
      );
    else if (subnet.kind === "unknown")
      strays.push({
        unknown: subnet.unknown,
        ...(key === undefined ? {} : { part: key }),
        ...amongOf(lookup, subnet.unknown),
      });
  }
  return (subnet, vpc) => {
    const own = told.get(subnet);
    if (own !== undefined) return own;
    const may = strays.filter(
      ({ part, among }) =>
        among?.has(subnet) !== false && (part === undefined || (vpcOf(part) ?? vpc) === vpc),
    );
    const [first] = may;
    if (first === undefined) return {};
    const parts = may.map(({ part }) => part);
    const isTold = parts.every((part) => part !== undefined);
    return { unknown: { unknown: first.unknown, ...(isTold ? { among: [...new Set(parts)] } : {}) } };
  };
}

function amongOf(lookup: Lookup, { among, attribute }: Unknown): Pick<Stray, "among"> {
  const found = among?.map((reference) => lookup.find(reference, attribute));
  return found?.every((each) => each.kind === "resource") === true
    ? { among: new Set(found.map(({ resource }) => resource.address)) }
    : {};
}
