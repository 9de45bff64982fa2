/** What the provider cannot change in place, with the switches that make more of it so. */
import { fixedAttributes } from "./resource-types";

/** A boot script that has to run anew needs a new machine: the provider has a switch for that. */
const SWITCH = "user_data_replace_on_change";
const USER_DATA = ["user_data", "user_data_base64"];

/**
 * The attributes of a resource whose change makes the provider destroy it and make another.
 * @param body its attributes as configured
 * @see https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs, "Forces new resource"
 * @example replacedBy("aws_subnet", {}).has("cidr_block") // true
 */
export function replacedBy(type: string, body: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const always = fixedAttributes(type);
  return new Set(body[SWITCH] === true ? [...always, ...USER_DATA] : always);
}
