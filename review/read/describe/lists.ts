/** The lists of AWS's `describe-*` output, by the key that AWS gives them, and how resources are made of them. */
import { INTERFACE_KINDS } from "../../../aws/types/interface-kinds";
import { arrayAt, at, isObject, type Json, textAt } from "../../../terraform/json";
import type { Resource, Value } from "../../../terraform/values";

/** One file of output and where it lay: the file's text parsed, and the folder, which often is the region. */
export interface DescribeFile {
  readonly place: string;
  readonly json: Json;
}

/** The lists of all files together, by the key AWS gives them: `Subnets`, `Reservations` … */
export type Lists = ReadonlyMap<string, readonly Json[]>;

export function isDescribe(json: Json): boolean {
  return isObject(json) && Object.keys(json).some((key) => KNOWN.has(key) && typeof json[key] === "object");
}

/** Lists that tell of anything else than ends of packets; theirs stand with their kind. */
const OTHERS =
  "Vpcs Subnets RouteTables SecurityGroups SecurityGroupRules NetworkAcls Addresses InternetGateways EgressOnlyInternetGateways PrefixLists VpcPeeringConnections VpcBlockPublicAccessOptions VpcBlockPublicAccessExclusions TransitGateways TransitGatewayAttachments TransitGatewayVpcAttachments TransitGatewayRouteTables TransitGatewayStaticRoutes TransitGatewayPropagations VpnConnections VpnGateways CustomerGateways ManagedPrefixLists";

const KNOWN: ReadonlySet<string> = new Set([
  ...OTHERS.split(" "),
  ...Object.values(INTERFACE_KINDS).flatMap(({ describedIn }) => describedIn),
]);

export function isKnownList(key: string): boolean {
  return KNOWN.has(key);
}

export function listsOf(files: readonly DescribeFile[]): Lists {
  const lists = new Map<string, Json[]>();
  for (const { place, json } of files)
    for (const key of Object.keys(isObject(json) ? json : {})) {
      if (!KNOWN.has(key)) continue;
      const list = lists.get(key) ?? [];
      // Whose targets these are AWS does not say in its answer: the file's name has to.
      if (key === "TargetHealthDescriptions") list.push({ place, [key]: arrayAt(json, key) });
      else for (const element of elementsAt(json, key)) list.push(element);
      lists.set(key, list);
    }
  return lists;
}

/** Of what there is one in a region AWS answers with the thing itself. */
function elementsAt(json: Json, key: string): readonly Json[] {
  const found = at(json, key);
  return isObject(found) ? [found] : arrayAt(json, key);
}

export function list(lists: Lists, key: string): readonly Json[] {
  return lists.get(key) ?? [];
}

/** The name people gave it, or its id. */
export function nameOf(json: Json | undefined, id: string): string {
  const tags = [...arrayAt(json, "Tags"), ...arrayAt(json, "TagSet")];
  const tag = tags.find((each) => textAt(each, "Key") === "Name");
  return textAt(tag, "Value") ?? id;
}

/** A resource whose address is its AWS id. */
export function described(
  type: string,
  id: string,
  name: string,
  values: Readonly<Record<string, Value | undefined>>,
): Resource {
  return { address: id, type, name, values: { id, ...values } };
}

export function value(json: Json | undefined, key: string): Value | undefined {
  const found = at(json, key);
  return found === null ? undefined : found;
}

/** The interface of an owner, found by its id or by how AWS describes it. */
export function interfacesFor(lists: Lists, description: RegExp): readonly Json[] {
  return list(lists, "NetworkInterfaces").filter((eni) => description.test(textAt(eni, "Description") ?? ""));
}

export function groupIds(groups: readonly Json[]): readonly string[] {
  return groups.flatMap((group) => textAt(group, "GroupId") ?? []);
}
