/** What an instance may do in AWS: its role, through an instance profile. */
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { BaseStack } from "../terraform/base-stack";
import { assumedBy, policy } from "../terraform/iam-policy";

/** Something that a machine may do in AWS. */
export interface Permission {
  /** IAM actions, e.g. `ssm:GetParameter`. */
  readonly actions: readonly string[];
  /** ARNs that the actions apply to. */
  readonly resources: readonly string[];
}

/** What a machine may do, and what it is called. */
export interface ProfileProps {
  /** The name of the machine, which its role bears too. */
  readonly name: string;
  /** Whether Session Manager may open shells on it. */
  readonly sessionManager: "on" | "off" | undefined;
  /** What it may do besides. */
  readonly permissions: readonly Permission[] | undefined;
}

/**
 * Makes the role and its instance profile.
 * @returns the instance profile's name, or undefined where the machine needs none
 */
export function addProfile(
  scope: Construct,
  { name, sessionManager = "off", permissions = [] }: ProfileProps,
): string | undefined {
  if (sessionManager === "off" && permissions.length === 0) return undefined;
  const prefix = `${BaseStack.of(scope).project}-${name.replaceAll("_", "-")}`.slice(0, 37);
  const role = new IamRole(scope, "iam_role", {
    namePrefix: `${prefix}-`,
    assumeRolePolicy: assumedBy("ec2.amazonaws.com"),
  });
  if (sessionManager === "on") {
    new IamRolePolicyAttachment(scope, "session_manager", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
  }
  for (const [i, { actions, resources }] of permissions.entries()) {
    new IamRolePolicy(scope, i === 0 ? "iam_role_policy" : `iam_role_policy_${i + 1}`, {
      role: role.name,
      policy: policy(actions, resources),
    });
  }
  return new IamInstanceProfile(scope, "iam_instance_profile", { namePrefix: `${prefix}-`, role: role.name })
    .name;
}
