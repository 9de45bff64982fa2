/** `README.md` of a hand-off: what it is, how to use it, what it takes and gives, what it promises, how to upgrade. */

import { resourcesOf } from "../../terraform/blocks";
import { attribute, block, formatHcl, gap, literal } from "../../terraform/hcl";
import type { Module } from "../module/configuration";
import { unstatedPromises } from "../proof/promises";
import { sampleOf } from "../proof/setting";
import { picture } from "./picture";
import { promises } from "./promises";
import { code, fenced, prose } from "./table";
import { docs } from "./tables";

export function readme(module: Module): string {
  const parts = [
    introduction(module),
    fenced("mermaid", picture(module)),
    "A full arrow is traffic that is promised to get through, a dotted one the way out to the internet.",
    usage(module),
    takeover(module),
    promises(module),
    tests(module),
    limits(module),
    upgrade(),
    docs(module),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function introduction({ stack, main }: Module): string {
  return `# ${prose(stack.name)}

A Terraform module of an AWS network: ${resourcesOf(main).length} resources, without a provider and without a backend, to be used as a root
module or from one, as often as you like, in any region.

It is JSON, Terraform's second syntax: the network was written in TypeScript with CDKTF, whose HCL converter changes
what it converts (quotes inside expressions, a line added to boot scripts). Examples and tests are HCL.`;
}

function usage(module: Module): string {
  const { stack, inputs } = module;
  const values = inputs
    .filter(({ isRequired }) => isRequired)
    .map((input) => attribute(input.name, literal(sampleOf(input))));
  const source = attribute("source", literal(`./${stack.name}`));
  const once = formatHcl([
    block('module "network"', source, ...(values.length === 0 ? [] : [gap, ...values])),
  ]);
  return [
    "## Usage",
    fenced("hcl", once),
    `The region is ${code(stack.region)} unless ${code("region")} says otherwise; the module's provider must work in the same one, and the plan fails where it does not. ${code("examples/root")} is a whole configuration, with provider, state and values.`,
    "A second time, in another region:",
    fenced("hcl", elsewhere(module, values)),
    zones(module),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function elsewhere(
  { stack, project, zones }: Module,
  values: readonly ReturnType<typeof attribute>[],
): string {
  const region = stack.region === "eu-central-1" ? "us-east-1" : "eu-central-1";
  const letters = zones.map((zone, i) => `${zone} = "${"abcdef"[i] ?? zone}"`).join(", ");
  return formatHcl([
    block('provider "aws"', attribute("alias", '"elsewhere"'), attribute("region", literal(region))),
    gap,
    block(
      'module "elsewhere"',
      attribute("source", literal(`./${stack.name}`)),
      attribute("providers", "{ aws = aws.elsewhere }"),
      gap,
      attribute("region", literal(region)),
      ...(zones.length === 0 ? [] : [attribute("zone_letters", `{ ${letters} }`)]),
      ...(project === undefined ? [] : [attribute("project", '"second"')]),
      ...values,
    ),
  ]);
}

function zones({ zones: letters, stack, project }: Module): string {
  return [
    letters.length === 0
      ? ""
      : `The network stands in ${letters.map((letter) => code(letter)).join(" and ")} of ${stack.region}'s zones; ${code("zone_letters")} names those of another region.`,
    project === undefined
      ? ""
      : `${code("project")} begins every name: two uses in one account and region need two.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Taking over what CDKTF deployed: the same addresses, the same tags, nothing to change. */
function takeover(module: Module): string {
  const { stack } = module;
  const [kind] = Object.keys(stack.backend);
  return `## Taking over what is deployed

The addresses are those of the stack, so a state that was made from it (\`cdktf deploy\`) is taken over without a change,
with this folder as the root module and \`examples/root/providers.tf\` for region and tags:

${fenced(
  "bash",
  `cp examples/root/providers.tf .
${kind === undefined || kind === "local" ? `cp PROJECT/terraform.${stack.name}.tfstate terraform.tfstate` : "cp examples/root/backend.tf ."}
terraform init
terraform plan # No changes.`,
)}

With a root of your own that uses the module, as \`examples/root\` does, the addresses get a prefix:
\`examples/root/moved.tf.example\`, copied to \`moved.tf\`, makes the plan move them, and change nothing.`;
}

function tests(module: Module): string {
  const unstated = unstatedPromises(module).length;
  return `## Tests

${fenced("bash", "terraform init\nterraform test")}

They run without an account and without AWS, with Terraform 1.7 or newer: AWS is played. They check the promises above as
far as routes, security groups and NAT decide them${unstated === 0 ? "" : ` (${unstated} of them are beyond that)`}, each group's rules, each subnet's way out, and the inputs.
What they do not see: resources added under new names, and whether a server answers.`;
}

function limits({ bound }: Module): string {
  if (bound.length === 0) return "";
  const lines = bound.map(({ kind, address, attribute: name, value }) =>
    kind === "place"
      ? `- ${code(`${address}.${name}`)} is ${code(value)}, which belongs to one region or account.`
      : `- ${code(`${address}.${name}`)} is always ${code(value)}, which can stand once in an account and region.`,
  );
  return `## Limits\n\n${lines.join("\n")}`;
}

function upgrade(): string {
  return `## Upgrading

Replace the folder by the new one, whole, and read its \`CHANGES.md\`: inputs, outputs and addresses that came, went or
changed their names, and whether anything must be done. What only changed its name is moved by \`moved.tf.json\`, not
destroyed. \`terraform plan\` before \`terraform apply\`, as always.`;
}
