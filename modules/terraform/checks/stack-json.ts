/** A stack's synthesized JSON, as the after-synth checks read it. */
import type { Issue } from "../../../net/issue";
import { resourcesOfType } from "../../../terraform/blocks";
import type { Json, JsonObject } from "../../../terraform/json";
import { referenceIn } from "../../../terraform/reference";

/** The text of `cdk.tf.json`, parsed. */
export type StackJson = JsonObject;

/** A check looks at one stack's JSON. The `path` of its issues starts with the Terraform address of the faulty block. */
export type Check = (json: StackJson) => readonly Issue[];

/** A resource with what the checks need of it. */
export interface ResourceBlock {
  readonly address: string;
  readonly block: JsonObject;
}

/** The resources of a type, with their addresses. */
export function resourcesOf(json: StackJson, type: string): readonly ResourceBlock[] {
  return resourcesOfType(json, type).map(({ address, body }) => ({ address, block: body }));
}

/** The address that a value refers to, when it is one reference and nothing else: `${aws_subnet.public_a.id}`. */
export function referenceOf(value: Json | undefined): string | undefined {
  return referenceIn(value)?.address;
}
