/**
 * What a dump has and no reader understands: lists of `describe-*` and `list-*` calls whose elements name subnets or
 * security groups, e.g. functions, services, classic load balancers; and interfaces of an owner that is not told.
 */
import { basename } from "node:path";
import { givesPlace, namesSubnets } from "../../../aws/unmodelled-types";
import { arrayAt, at, isObject, type Json, type JsonObject, textAt } from "../../../terraform/json";
import type { Resource } from "../../../terraform/values";
import { type DescribeFile, described, isKnownList, type Lists, list } from "./lists";

/** Lists that name subnets or groups and carry no packets of their own. */
const NEVER = new Set([
  "CacheSubnetGroups",
  "ClusterSubnetGroups",
  "FlowLogs",
  "Images",
  "LaunchConfigurations",
  "LaunchTemplateVersions",
  "ReplicationSubnetGroups",
  "SecurityGroupReferenceSet",
  "StaleSecurityGroupSet",
  "SubnetCidrReservations",
  "SubnetGroups",
]);
/** Auto Scaling groups: their machines are in the dump themselves. */
const TOLD_OTHERWISE = new Set(["AutoScalingGroups", "AutoScalingInstances"]);

export function carriers(files: readonly DescribeFile[], lists: Lists): readonly Resource[] {
  return [...files.flatMap((file) => unreadIn(file, lists)), ...interfacesOfOthers(lists)];
}

function unreadIn({ json, place }: DescribeFile, lists: Lists): readonly Resource[] {
  if (!isObject(json) || isTerraforms(json)) return [];
  // Some calls answer with one thing, and no list around it.
  const plain = Object.entries(json).filter(
    ([, value]) => !isObject(value) && !(Array.isArray(value) && value.some(isObject)),
  );
  if (givesPlace("", terraformNames(Object.fromEntries(plain))))
    return [carrier(basename(place, ".json"), json)];
  return Object.entries(json).flatMap(([key, value]) => {
    if (isKnownList(key) || NEVER.has(key) || TOLD_OTHERWISE.has(key)) return [];
    const elements = Array.isArray(value) ? value : [value];
    return elements
      .filter(isObject)
      .filter((element) => givesPlace("", terraformNames(element)) && !isTold(element, lists))
      .map((element) => carrier(key, element));
  });
}

/** A plan, state or configuration that lies in the dump's folder. */
function isTerraforms(json: JsonObject): boolean {
  return ["format_version", "terraform_version", "resource"].some((key) => at(json, key) !== undefined);
}

/** A database cluster is reached by its instances. */
function isTold(element: JsonObject, lists: Lists): boolean {
  const id = textAt(element, "DBClusterIdentifier");
  return (
    id !== undefined && list(lists, "DBInstances").some((each) => textAt(each, "DBClusterIdentifier") === id)
  );
}

function carrier(type: string, element: JsonObject): Resource {
  const names = Object.keys(element).filter((key) => textAt(element, key) !== undefined);
  const found = (ending: RegExp): string | undefined => {
    const key = names.find((name) => ending.test(name));
    return key === undefined ? undefined : textAt(element, key);
  };
  const name = found(/name$/i) ?? found(/(identifier|id)$/i) ?? found(/arn$/i) ?? "";
  const subnets = [...new Set(subnetIds(element))];
  return described(type, found(/arn$/i) ?? `${type} ${name}`, name, { subnet_ids: subnets });
}

function subnetIds(value: Json | undefined, key = ""): readonly string[] {
  if (typeof value === "string") return namesSubnets(terraformName(key)) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each: Json) => subnetIds(each, key));
  return isObject(value) ? Object.entries(value).flatMap(([name, each]) => subnetIds(each, name)) : [];
}

/** Interfaces that AWS made for something which is not in the dump, and that are no machine's. */
function interfacesOfOthers(lists: Lists): readonly Resource[] {
  return list(lists, "NetworkInterfaces")
    .filter((eni) => isServices(eni) && !hasOwner(eni, lists))
    .map((eni) => {
      const id = textAt(eni, "NetworkInterfaceId") ?? "";
      const what = textAt(eni, "Description") ?? "";
      const kind = textAt(eni, "InterfaceType") ?? "interface";
      return described(`the owner of ${kind} ${what === "" ? id : what}`, id, what === "" ? id : what, {
        private_ip: textAt(eni, "PrivateIpAddress"),
        subnet_id: textAt(eni, "SubnetId"),
      });
    });
}

/** AWS made it for a service: it is attached, to no machine. */
export function isServices(eni: Json): boolean {
  const kind = textAt(eni, "InterfaceType") ?? "interface";
  const isMachines = textAt(at(eni, "Attachment"), "InstanceId") !== undefined;
  return !isMachines && (kind !== "interface" || at(eni, "RequesterManaged") === true);
}

/** Told with its owner: a NAT gateway, an endpoint, a load balancer, a database, the attachment of a transit gateway. */
function hasOwner(eni: Json, lists: Lists): boolean {
  const what = textAt(eni, "Description") ?? "";
  const id = textAt(eni, "NetworkInterfaceId") ?? "";
  if (
    textAt(eni, "InterfaceType") === "transit_gateway" ||
    what.startsWith("Network Interface for Transit Gateway")
  )
    return true;
  const isNat = list(lists, "NatGateways").some((nat) =>
    arrayAt(nat, "NatGatewayAddresses").some((each) => textAt(each, "NetworkInterfaceId") === id),
  );
  const isEndpoints = list(lists, "VpcEndpoints").some((endpoint) =>
    arrayAt(endpoint, "NetworkInterfaceIds").includes(id),
  );
  const isBalancers = list(lists, "LoadBalancers").some((balancer) =>
    what.endsWith(` ${(textAt(balancer, "LoadBalancerArn") ?? "").split("loadbalancer/")[1]}`),
  );
  const isDatabases = what === "RDSNetworkInterface" && list(lists, "DBInstances").length > 0;
  return isNat || isEndpoints || isBalancers || isDatabases;
}

/** `VpcConfig.SubnetIds` → `vpc_config.subnet_ids`: AWS calls attributes as the provider does, in another case. */
function terraformNames(value: Json): Json {
  if (Array.isArray(value)) return value.map((each: Json) => terraformNames(each));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [terraformName(key), terraformNames(each ?? null)]),
  );
}

function terraformName(key: string): string {
  return key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}
