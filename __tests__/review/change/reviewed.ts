/** Changes of TypeScript as reviews meet them: both versions synthesized, read back and compared. */
import type { PromiseFile } from "../../../net/promise";
import type { NetworkReview, Review } from "../../../review/change/review";
import { reviewNetwork } from "../../../review/change/review-network";
import { configuredChange } from "../../../review/change/versions/configuration";
import type { Json } from "../../../terraform/json";
import { synthesize } from "../../synthesis";
import type { Build, TypeScriptChange } from "./changes";

export interface Version {
  readonly json: Json;
  readonly promises: PromiseFile;
}

const made = new Map<Build, Version>();

/** Each version is synthesized once. */
export function versionOf(build: Build, stack: string): Version {
  const known = made.get(build);
  if (known !== undefined) return known;
  const written = synthesize(build)[stack];
  if (written === undefined) throw new Error(`${stack} was not written`);
  const version = { json: JSON.parse(written.text) as Json, promises: written.promises };
  made.set(build, version);
  return version;
}

const reviewed = new WeakMap<TypeScriptChange, NetworkReview>();

/** Each change is reviewed once. */
export function reviewedChange(change: TypeScriptChange): NetworkReview {
  const review = reviewed.get(change) ?? reviewedAnew(change);
  reviewed.set(change, review);
  return review;
}

function reviewedAnew({ stack, before, after }: TypeScriptChange): NetworkReview {
  const [old, young] = [versionOf(before, stack), versionOf(after, stack)];
  return reviewNetwork(configuredChange(old.json, young.json), {
    name: stack,
    place: `cdktf.out/stacks/${stack}/cdk.tf.json`,
    promisesBefore: old.promises,
    promises: young.promises,
  });
}

export function reviewOf(...networks: readonly NetworkReview[]): Review {
  return { source: "synth", networks };
}
