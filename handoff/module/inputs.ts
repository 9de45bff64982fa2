/** The module's variables: the stack's own, and those that let it stand more than once. */
import { InputError, type Issue } from "../../net/issue";
import { at, type JsonObject, objectAt } from "../../terraform/json";
import type { Parameterized } from "./parameters";
import type { Stack } from "./stack";

export interface Input {
  readonly name: string;
  /** A Terraform type, e.g. `list(string)`. */
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** The whole block of `variables.tf.json`. */
  readonly block: JsonObject;
}

/** Required ones first, each part by name. @throws {InputError} when the stack has a variable of a name that the hand-off uses */
export function inputsOf(stack: Stack, made: Parameterized): readonly Input[] {
  const own = objectAt(stack.json, "variable");
  const added = addedInputs(stack, made);
  const taken = Object.keys(added).filter((name) => Object.hasOwn(own, name));
  if (taken.length > 0) throw new InputError(taken.map(takenName));
  return Object.entries({ ...own, ...added })
    .map(([name, block]) => inputOf(name, (block ?? {}) as JsonObject))
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired) || (a.name < b.name ? -1 : 1));
}

function inputOf(name: string, block: JsonObject): Input {
  return {
    name,
    type: String(at(block, "type") ?? "any"),
    description: String(at(block, "description") ?? ""),
    isRequired: at(block, "default") === undefined,
    block: Object.fromEntries(Object.entries(block).sort(([a], [b]) => place(a) - place(b))),
  };
}

/** As people write them; anything else comes last. */
const KEYS = ["description", "type", "default", "nullable", "sensitive", "validation"];

function place(key: string): number {
  return KEYS.includes(key) ? KEYS.indexOf(key) : KEYS.length;
}

function takenName(name: string): Issue {
  const problem = `the hand-off has a variable "${name}" of its own`;
  return {
    code: "variable-taken",
    path: `var.${name}`,
    problem,
    fix: "give the stack's variable another name",
  };
}

function addedInputs(
  { region }: Stack,
  { naming, zones }: Parameterized,
): Readonly<Record<string, JsonObject>> {
  return {
    region: regionInput(region),
    ...(zones.length === 0 ? {} : { zone_letters: zonesInput(zones) }),
    ...(naming === undefined ? {} : { project: projectInput(naming.project, naming.longest) }),
  };
}

function regionInput(region: string): JsonObject {
  return {
    type: "string",
    description:
      "The AWS region of the provider that the module is given; zones and service names follow it.",
    default: region,
    nullable: false,
    validation: [
      {
        condition: '${can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))}',
        error_message: `region must be an AWS region, such as ${region}.`,
      },
    ],
  };
}

function zonesInput(zones: readonly string[]): JsonObject {
  const letters = zones.map((zone) => `${zone} = optional(string, "${zone}")`).join(", ");
  const [one = "a"] = zones;
  return {
    type: `object({ ${letters} })`,
    description: `Which zone of the region each zone of the network is, where the letters differ: { ${one} = "b" } puts zone ${one} into zone b of the region.`,
    default: Object.fromEntries(zones.map((zone) => [zone, zone])),
    nullable: false,
    validation: [
      {
        condition: '${alltrue([for letter in values(var.zone_letters) : can(regex("^[a-z]$", letter))])}',
        error_message: "zone_letters must hold single letters, such as a.",
      },
      ...(zones.length < 2
        ? []
        : [
            {
              condition: `\${length(distinct(values(var.zone_letters))) == ${zones.length}}`,
              error_message: "zone_letters must name a zone of its own for each zone of the network.",
            },
          ]),
    ],
  };
}

function projectInput(project: string, longest: number): JsonObject {
  return {
    type: "string",
    description:
      "What names begin with. Give each use of the module in one account and region a name of its own.",
    default: project,
    nullable: false,
    validation: [
      {
        condition: `\${can(regex("^[a-z][a-z0-9-]{0,${longest - 1}}$", var.project))}`,
        error_message: `project must have 1 to ${longest} lower-case letters, digits and -, starting with a letter.`,
      },
    ],
  };
}
