/** What every instance here has: Amazon Linux 2023, IMDSv2 alone, an encrypted disk, an image that later versions never replace. */
import type { InstanceConfig } from "@cdktf/provider-aws/lib/instance";
import type { Construct } from "constructs";
import { BaseStack } from "../terraform/base-stack";
import { report } from "../terraform/report";
import { variable } from "../terraform/variables";
import { type BootScript, bootScriptIssues, userData } from "./boot-script";
import { type Image, imageId, imageIssues } from "./image";

/** What tells one machine from another. */
export interface MachineProps {
  /** Its EC2 type, e.g. `t4g.micro`. @default "t4g.micro" */
  readonly instanceType?: string;
  /** What it boots from. @default the newest Amazon Linux 2023 at creation */
  readonly image?: Image;
  /** What it runs on its first boot. @default none */
  readonly bootScript?: BootScript;
}

/** What of an instance's fields is always there. */
export type MachineConfig = InstanceConfig &
  Required<Pick<InstanceConfig, "ami" | "instanceType" | "metadataOptions">>;

/** The smallest Graviton type, for machines that only pass connections on. */
export const SMALLEST = "t4g.nano";
/** A small Graviton type that runs a web server. */
const SMALL = "t4g.micro";

/**
 * The fields that every instance shares; faults of the props are reported on `owner`.
 *
 * The newest image is taken at creation and then kept (`ignore_changes`): a new image would replace the machine on some
 * later apply that meant something else. To upgrade, `terraform apply -replace=ADDRESS`.
 */
export function machineConfig(
  owner: Construct,
  { instanceType = SMALL, image, bootScript }: MachineProps,
): MachineConfig {
  report(owner, [
    ...imageIssues(owner.node.id, instanceType, image),
    ...(bootScript === undefined ? [] : bootScriptIssues(bootScript, `${owner.node.id}.bootScript`)),
  ]);
  return {
    ami: imageId(owner, instanceType, image),
    instanceType,
    metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
    rootBlockDevice: { encrypted: true, volumeType: "gp3" },
    lifecycle: { ignoreChanges: ["ami"] },
    ...(bootScript === undefined ? {} : { userData: userData(bootScript) }),
  };
}

/** The key pair that opens a machine: the stack's own, or its variable. */
export function keyName(owner: Construct): string {
  return BaseStack.of(owner).keyName ?? variable(owner, "key_name").stringValue;
}
