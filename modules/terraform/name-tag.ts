/** How resources are called in the AWS console. */
import type { Construct } from "constructs";
import { BaseStack } from "./base-stack";

/** The Name tag of a resource: `PROJECT-KIND-NAME`. */
export function nameTag(owner: Construct, kind: string, name: string): { readonly Name: string } {
  return {
    Name: [BaseStack.of(owner).project, kind, name.replaceAll("_", "-")]
      .filter((part) => part !== "")
      .join("-"),
  };
}
