/** `tests/inputs.tftest.hcl`: another region, another project, and inputs that are refused. */

import { resourcesOf, resourcesOfType } from "../../terraform/blocks";
import { attribute, block, comment, formatHcl, gap, type Item, quote } from "../../terraform/hcl";
import { at } from "../../terraform/json";
import type { Module } from "../module/configuration";
import { setting } from "./setting";

/** A region whose provider the tests play besides the module's own. */
const elsewhere = (region: string): string => (region === "eu-central-1" ? "us-east-1" : "eu-central-1");

export function inputsTest(module: Module): string {
  const runs = [inAnotherRegion(module), inTheWrongRegion(module), ...named(module), ...refused(module)];
  return formatHcl([
    comment("The module in another region and under another name, and inputs that it refuses."),
    gap,
    ...setting(module),
    ...runs.flatMap((run) => [gap, run]),
  ]);
}

function inAnotherRegion(module: Module): Item {
  const region = elsewhere(module.stack.region);
  const zones = module.zones.map((zone, i) => [zone, "bcdef"[i] ?? "b"] as const);
  const letters = zones.map(([zone, letter]) => `${zone} = "${letter}"`).join(", ");
  const asserts = resourcesOfType(module.main, "aws_subnet").flatMap(({ address, body }) => {
    const zone = /var\.zone_letters\.([a-z])/.exec(String(at(body, "availability_zone")))?.[1];
    const [, letter] = zones.find(([each]) => each === zone) ?? [];
    return letter === undefined
      ? []
      : [
          gap,
          assertion(
            `${address}.availability_zone == "${region}${letter}"`,
            `${address} must follow the region and its zone letters.`,
          ),
        ];
  });
  return block(
    'run "stands_in_another_region"',
    attribute("command", "plan"),
    gap,
    providerIn(region),
    gap,
    block(
      "variables",
      attribute("region", quote(region)),
      ...(letters === "" ? [] : [attribute("zone_letters", `{ ${letters} }`)]),
    ),
    ...asserts,
  );
}

function inTheWrongRegion({ stack }: Module): Item {
  return block(
    'run "refuses_a_provider_of_another_region"',
    attribute("command", "plan"),
    attribute("expect_failures", "[data.aws_region.current]"),
    gap,
    providerIn(elsewhere(stack.region)),
  );
}

function named({ main, project }: Module): readonly Item[] {
  if (project === undefined) return [];
  const tagged = resourcesOf(main).filter(({ body }) =>
    String(at(at(body, "tags"), "Name")).startsWith("${var.project}"),
  );
  const list = tagged.map(({ address }) => `  ${address}.tags.Name,\n`).join("");
  const expression = `alltrue([for name in [\n${list}] : startswith(name, "other-")])`;
  return [
    block(
      'run "is_named_after_its_project"',
      attribute("command", "plan"),
      gap,
      block("variables", attribute("project", '"other"')),
      gap,
      assertion(expression, "Every Name tag must begin with var.project."),
    ),
  ];
}

function refused({ inputs, project }: Module): readonly Item[] {
  const bad: readonly (readonly [string, string, string])[] = [
    ...(inputs.some(({ name }) => name === "admin_cidrs")
      ? ([
          ["refuses_everybody_as_administrator", "admin_cidrs", '["0.0.0.0/0"]'],
          ["refuses_everybody_in_two_halves_as_administrator", "admin_cidrs", '["0.0.0.0/1", "128.0.0.0/1"]'],
          ["refuses_nobody_as_administrator", "admin_cidrs", "[]"],
        ] as const)
      : []),
    ...(project === undefined
      ? []
      : ([["refuses_a_project_that_cannot_be_a_name", "project", '"It\'s ours"']] as const)),
  ];
  return bad.map(([name, input, value]) =>
    block(
      `run "${name}"`,
      attribute("command", "plan"),
      attribute("expect_failures", `[var.${input}]`),
      gap,
      block("variables", attribute(input, value)),
    ),
  );
}

function providerIn(region: string): Item {
  return block(
    "override_data",
    attribute("target", "data.aws_region.current"),
    attribute("values", `{\n  id = ${quote(region)}\n}`),
  );
}

function assertion(expression: string, otherwise: string): Item {
  return block("assert", attribute("condition", expression), attribute("error_message", quote(otherwise)));
}
