/**
 * Resource types that the checker does not model and that carry packets all the same: whatever its type, a resource
 * that names a subnet, a security group or a public address stands in a network.
 */

import { isObject, type Json, type JsonObject } from "../terraform/json";
import { attributesOf } from "./resource-types";

/** A subnet or its group, a security group, or whether something is public; also inside of blocks. */
const PLACE =
  /(^|_)subnets?(_ids?|_arns?|_groups?|_group_names?|_group_ids?)?$|^vpc_zone_identifier$|(^|_)security_groups?(_ids?|_arns?|_names?|_id_list|s_ids)?$|^(is_)?publicly_accessible$|(^|_)public_ips?(_address)?$|^public_(dns|address|connectivity)$|_public_access$/;

/** Blocks that give a place, where not even their number is known. */
const PLACE_BLOCK = /^(vpc|network)_(config|configuration|configs|options|settings)$|^endpoint_details$/;

/** They have a place even where no attribute says so: AWS picks one, or it is in a template or a setting. */
const ALWAYS: ReadonlySet<string> = new Set([
  "aws_apprunner_service",
  "aws_cloudfront_vpc_origin",
  "aws_dms_replication_instance",
  "aws_docdb_cluster",
  "aws_docdb_cluster_instance",
  "aws_ec2_fleet",
  "aws_elastic_beanstalk_environment",
  "aws_elasticache_cluster",
  "aws_elasticache_replication_group",
  "aws_elb",
  "aws_globalaccelerator_custom_routing_endpoint_group",
  "aws_globalaccelerator_endpoint_group",
  "aws_emr_cluster",
  "aws_lightsail_instance",
  "aws_memorydb_cluster",
  "aws_mq_broker",
  "aws_neptune_cluster",
  "aws_neptune_cluster_instance",
  "aws_redshift_cluster",
  "aws_spot_fleet_request",
  "aws_spot_instance_request",
  "aws_workspaces_workspace",
]);

/** They name subnets or groups and carry no packets of their own. */
const NEVER: ReadonlySet<string> = new Set([
  "aws_dax_subnet_group",
  "aws_default_subnet",
  "aws_dms_replication_subnet_group",
  "aws_docdb_subnet_group",
  "aws_ec2_subnet_cidr_reservation",
  "aws_elasticache_subnet_group",
  "aws_flow_log",
  "aws_inspector2_filter",
  "aws_memorydb_subnet_group",
  "aws_neptune_subnet_group",
  "aws_redshift_subnet_group",
  "aws_securityhub_insight",
  "null_resource",
  "terraform_data",
]);

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
  ...bodies: readonly JsonObject[]
): readonly string[] | undefined {
  const modelled = attributesOf(type);
  if (modelled !== undefined) return modelled;
  if (NEVER.has(type)) return undefined;
  const names = new Set(
    bodies.flatMap((body) => Object.keys(body).filter((name) => givesPlace(name, body[name]))),
  );
  return names.size > 0 || ALWAYS.has(type) ? [...names] : undefined;
}

/** Whether an attribute, or one inside of it, names a subnet, a group, or that something is public. */
export function givesPlace(name: string, value: Json | undefined, depth = 0): boolean {
  if (PLACE.test(name) && isSet(value)) return true;
  if (PLACE_BLOCK.test(name) && value === true) return true;
  if (depth > DEEPEST || WORDS.has(name)) return false;
  if (Array.isArray(value)) return value.some((each: Json) => givesPlace("", each, depth + 1));
  return isObject(value) && Object.entries(value).some(([key, each]) => givesPlace(key, each, depth + 1));
}

/** Not left out, and not `false`. */
function isSet(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isSet);
  if (typeof value === "string") return value !== "" && value !== "false";
  return value === true;
}
