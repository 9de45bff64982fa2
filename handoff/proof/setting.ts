/** What every test file begins with: an AWS that is played by Terraform, and values for the module's inputs. */

import { resourcesOf } from "../../terraform/blocks";
import { attribute, block, type Item, literal } from "../../terraform/hcl";
import type { Json } from "../../terraform/json";
import type { Module } from "../module/configuration";
import type { Input } from "../module/inputs";

/** Where the provider insists on the form of a value that AWS would give; anything else is played as random letters. */
const FORMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_lb: {
    arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/played/0123456789abcdef",
  },
  aws_lb_target_group: {
    arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/played/0123456789abcdef",
  },
  aws_lb_listener: {
    arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/played/0123456789abcdef/0123456789abcdef",
  },
  aws_instance: { arn: "arn:aws:ec2:us-east-1:123456789012:instance/i-0123456789abcdef0" },
  aws_iam_role: { arn: "arn:aws:iam::123456789012:role/played" },
  aws_cloudwatch_log_group: { arn: "arn:aws:logs:us-east-1:123456789012:log-group:played" },
  aws_launch_template: { id: "lt-0123456789abcdef0" },
};

/** The provider, then the inputs that have no default. */
export function setting(module: Module, region: string = module.stack.region): readonly Item[] {
  const required = module.inputs.filter(({ isRequired }) => isRequired);
  const values = required.map((input) => attribute(input.name, literal(sampleOf(input))));
  return [
    mocks(module, region),
    ...(values.length === 0 ? [] : [{ kind: "gap" } as const, block("variables", ...values)]),
  ];
}

function mocks({ main }: Module, region: string): Item {
  const types = [...new Set(resourcesOf(main).map(({ type }) => type))];
  const played = types.flatMap((type) => {
    const form = FORMS[type];
    return form === undefined ? [] : [mock(`mock_resource "${type}"`, form)];
  });
  const items = [mock('mock_data "aws_region"', { id: region }), ...played];
  return block(
    'mock_provider "aws"',
    ...items.flatMap((item, i) => (i === 0 ? [item] : [{ kind: "gap" } as const, item])),
  );
}

function mock(head: string, values: Readonly<Record<string, string>>): Item {
  const entries = Object.entries(values).map(([key, value]) => `  ${key} = ${literal(value)}`);
  return block(head, attribute("defaults", `{\n${entries.join("\n")}\n}`));
}

/** A value for an input that has no default, from the blocks reserved for documentation (RFC 5737, RFC 3849). */
export function sampleOf({ name, type }: Input): Json {
  if (/cidr/.test(name))
    return type.startsWith("list") || type.startsWith("set") ? SAMPLE_CIDRS : "198.51.100.0/24";
  if (type.startsWith("list") || type.startsWith("set")) return [];
  if (type === "number") return 1;
  if (type === "bool") return false;
  return type === "string" ? "sample" : {};
}

const SAMPLE_CIDRS = ["198.51.100.0/24", "2001:db8:1::/48"];
