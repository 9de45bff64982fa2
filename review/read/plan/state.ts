/** Reads `terraform show -json` of a state: everything is known, and refers by the ids that AWS gave. */
import { foreign, isObject, type Json, objectAt, textAt } from "../../../terraform/json";
import type { NetworkInput } from "../../../terraform/values";
import { plainResource, resourcesIn } from "./plan";

/** @throws {InputError} for a state format other than 1.x */
export function readState(json: Json, place = "state"): NetworkInput {
  const version = textAt(json, "format_version");
  if (version !== undefined && !/^1\./.test(version))
    throw foreign(place, `has format ${version.slice(0, 20)}; only 1.x is understood`, "use Terraform 1.x");
  const values = objectAt(json, "values");
  if (!isObject(values["root_module"]))
    throw foreign(place, "has no resources", "write it with: terraform show -json, after an apply");
  const resources = resourcesIn(objectAt(values, "root_module")).map(plainResource);
  return { form: "state", resources, variables: new Map(), unknowns: [] };
}
