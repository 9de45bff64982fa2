/** What a prop sets is fixed in the JSON; what it leaves out becomes one of these Terraform variables. */
import { TerraformStack, TerraformVariable, type TerraformVariableConfig } from "cdktf";
import type { IConstruct } from "constructs";

const ADMIN_CIDRS: TerraformVariableConfig = {
  type: "list(string)",
  description: 'Addresses from which administrators connect, as CIDR blocks, e.g. ["203.0.113.7/32"].',
  nullable: false,
  validation: [
    {
      condition:
        "${length(var.admin_cidrs) > 0 && alltrue([for c in var.admin_cidrs : can(cidrhost(c, 0))])}",
      errorMessage: "admin_cidrs must hold at least one CIDR block, such as 203.0.113.7/32 or 2001:db8::/64.",
    },
    {
      condition: '${!anytrue([for c in var.admin_cidrs : endswith(c, "/0")])}',
      errorMessage:
        "admin_cidrs must not hold 0.0.0.0/0 or ::/0: name the addresses that administer, not everybody's.",
    },
  ],
};

const KEY_NAME: TerraformVariableConfig = {
  type: "string",
  description:
    "Name of an EC2 key pair that exists in the region. Left out, no key is installed: use EC2 Instance Connect or Session Manager.",
};

const IDENTITY_FILE: TerraformVariableConfig = {
  type: "string",
  description: "The private key on the administrator's machine, as the ssh_config output names it.",
  default: "~/.ssh/id_ed25519",
  nullable: false,
};

const CONFIGS = { admin_cidrs: ADMIN_CIDRS, key_name: KEY_NAME, identity_file: IDENTITY_FILE } as const;

/** The stack's variable of that name; made when first asked for. */
export function variable(scope: IConstruct, name: keyof typeof CONFIGS): TerraformVariable {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(name);
  if (existing instanceof TerraformVariable) return existing;
  const made = new TerraformVariable(stack, name, CONFIGS[name]);
  // A null among the props makes CDKTF crash.
  if (name === "key_name") made.addOverride("default", null);
  return made;
}
