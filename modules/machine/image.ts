/** The machine image: Amazon Linux 2023, found by AWS's own public parameter, which never disappears as community images do. */
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Issue } from "../../net/issue";
import { type Architecture, architectureOf } from "./instance-type";

/** An image of one's own; its architecture must be that of the instance type. */
export interface Image {
  readonly id: string;
  readonly architecture: Architecture;
}

/** The image's id for an instance type: the given image, or the newest Amazon Linux 2023 of that architecture. */
export function imageId(scope: Construct, instanceType: string, image?: Image): string {
  return image === undefined ? amazonLinux(scope, architectureOf(instanceType) ?? "x86_64") : image.id;
}

function amazonLinux(scope: Construct, architecture: Architecture): string {
  const stack = TerraformStack.of(scope);
  const id = `al2023_${architecture}`;
  const known = stack.node.tryFindChild(id);
  const parameter =
    known instanceof DataAwsSsmParameter
      ? known
      : new DataAwsSsmParameter(stack, id, {
          name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
        });
  // `value` is marked sensitive and would hide the image's id in plans; the parameter is public.
  return parameter.insecureValue;
}

/** An instance type that there is not, or an image of another architecture. */
export function imageIssues(path: string, instanceType: string, image?: Image): readonly Issue[] {
  const architecture = architectureOf(instanceType);
  if (architecture === undefined) {
    return [
      {
        code: "instance-type",
        path: `${path}.instanceType`,
        problem: `"${instanceType}" is not an instance type`,
        fix: "use one such as t4g.nano or t3.micro",
      },
    ];
  }
  if (image === undefined || image.architecture === architecture) return [];
  return [
    {
      code: "architecture-mismatch",
      path: `${path}.image.architecture`,
      problem: `${image.id} is for ${image.architecture}, and ${instanceType} is ${architecture}`,
      fix: `use an ${architecture} image, or an instance type of ${image.architecture}`,
    },
  ];
}
