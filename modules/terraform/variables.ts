/** What a prop sets is fixed in the JSON; what it leaves out becomes one of these Terraform variables. */
import { TerraformStack, TerraformVariable, type TerraformVariableConfig } from "cdktf";
import type { IConstruct } from "constructs";
import { bitsOf, type Family } from "../../net/ip";
import { LARGEST_OWN } from "../../net/own-addresses";

const FAMILIES = [4, 6] as const;

const ADMIN_CIDRS: TerraformVariableConfig = {
  type: "list(string)",
  description: `Addresses from which administrators connect, as CIDR blocks, e.g. ["203.0.113.7/32"]; in all at most a /${LARGEST_OWN[4]} of IPv4 and a /${LARGEST_OWN[6]} of IPv6.`,
  nullable: false,
  validation: [
    {
      condition:
        "${length(var.admin_cidrs) > 0 && alltrue([for c in var.admin_cidrs : can(cidrhost(c, 0))])}",
      errorMessage: "admin_cidrs must hold at least one CIDR block, such as 203.0.113.7/32 or 2001:db8::/64.",
    },
    ...FAMILIES.map((family) => ({
      condition: `\${${isSomebodys("var.admin_cidrs", family)}}`,
      errorMessage: `admin_cidrs must not hold more than a /${LARGEST_OWN[family]} of IPv${family} in all: name the addresses that administer, not everybody's.`,
    })),
  ],
};

/**
 * The Terraform expression for: the blocks of this family in `list` have no more addresses than somebody's own. Of two
 * blocks one holds the other or they are apart, so those that no other one holds, or the first of equal ones, add up to
 * all of them. What is no block is left to the validation that says so; `&&` evaluates both of its sides, hence the
 * `can` and `try`. Literals are exact to 512 bits in Terraform, and the sum with them.
 */
export function isSomebodys(list: string, family: Family): string {
  const address = (block: string) => `split("/", ${block})[0]`;
  const length = (block: string) => `split("/", ${block})[1]`;
  const isOfFamily = `can(cidrhost(c, 0)) && ${family === 4 ? "!" : ""}can(regex(":", c))`;
  const holds = `cidrhost(join("/", [${address("c")}, ${length("d")}]), 0) == cidrhost(d, 0)`;
  const isBefore = `${length("d")} + (j < i ? 0 : 1) <= ${length("c")}`;
  const isHeld = `anytrue([for j, d in ${list} : try(${holds} && ${isBefore}, false)])`;
  const bits = bitsOf(family);
  const sizes = `[for i, c in ${list} : pow(2, ${bits} - ${length("c")}) if ${isOfFamily} && !${isHeld}]`;
  return `sum(concat([0], ${sizes})) <= pow(2, ${bits - LARGEST_OWN[family]})`;
}

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
