/**
 * One plan in which everything that can be set is changed: each type stands once in a state written by hand, and its
 * configuration holds, for every attribute, a value that is known only after apply. No validation minds such a value,
 * and the provider plans with it as with any other change; no AWS is needed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../terraform/command";
import { step } from "../terraform/progress";
import { type FoundTools, PROVIDER_PATH, PROVIDER_VERSION } from "../terraform/tools";
import { Workspace } from "../terraform/workspace";

type Type = string | readonly [kind: string, of: Type] | readonly ["object", Readonly<Record<string, Type>>];

interface Attribute {
  readonly type: Type;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly write_only?: boolean;
}

/** Of a resource type, as far as it is read here. @see https://developer.hashicorp.com/terraform/cli/commands/providers/schema */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<
    Record<string, { readonly nesting_mode: "list" | "set" | "single"; readonly block: Block }>
  >;
}

interface Schema {
  readonly version: number;
  readonly block: Block;
}

/** Where one value that is not known does not do. */
export interface Special {
  /** Values before and after, by attribute. */
  readonly known?: Readonly<Record<string, readonly [before: unknown, after: unknown]>>;
  /** Attributes and blocks that are not changed. */
  readonly still?: readonly string[];
}

/** What the provider says of every type: its schema, and what a plan replaces. */
export interface Planned {
  readonly schemas: ReadonlyMap<string, Block>;
  /** By type, the attributes for which it is replaced; a block is one if all that is inside of it is. */
  readonly replaced: ReadonlyMap<string, ReadonlySet<string>>;
}

type Body = Record<string, unknown>;
/** Attribute, position in a list, attribute inside of it and so on. */
type Path = readonly (string | number)[];

const PLACE = "every-change";
const OUTPUT = "output";
const TIMEOUT = 120_000;
/** Nobody listens there: a plan that asks AWS for something fails. */
const NOWHERE = { endpoint: "http://127.0.0.1:9" };
/** Of any type, as Terraform sees it. */
const UNKNOWN = "${local.unknown}";
/** They follow from others, or are no part of the resource. */
const ASIDE: ReadonlySet<string> = new Set(["id", "tags_all", "timeouts"]);

export async function planEveryChange(
  tools: FoundTools,
  types: readonly string[],
  specials: Readonly<Record<string, Special>>,
): Promise<Planned> {
  const workspace = await Workspace.create(tools, NOWHERE, PLACE, PLACE);
  const { folder: cwd, env } = workspace;
  const terraform = async (...args: string[]): Promise<string> => {
    // Into a file: the schema is a single line of 13 MB.
    const shell = ["-c", `"$0" "$@" >${OUTPUT}`, tools.terraform, ...args];
    await step(PLACE, args[0] ?? "", () => run({ program: "sh", args: shell, cwd, env, timeout: TIMEOUT }));
    return readFileSync(join(cwd, OUTPUT), "utf8");
  };
  // Terraform shows the line of a fault.
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(cwd, name), JSON.stringify(value, null, 1));
  try {
    write("main.tf.json", PROVIDER);
    await workspace.init();
    const schemas = schemasIn(await terraform("providers", "schema", "-json"));
    const made = types.flatMap((type) => {
      const schema = schemas.get(type);
      return schema === undefined ? [] : [{ type, schema, special: specials[type] ?? {} }];
    });
    write("resources.tf.json", {
      resource: Object.fromEntries(
        made.map(({ type, schema, special }) => [type, { it: configured(schema.block, special) }]),
      ),
    });
    write("terraform.tfstate", {
      version: 4,
      serial: 1,
      lineage: PLACE,
      resources: made.map(({ type, schema, special }) => ({
        mode: "managed",
        type,
        name: "it",
        provider: `provider["${PROVIDER_PATH}"]`,
        instances: [{ schema_version: schema.version, attributes: inState(schema.block, special) }],
      })),
    });
    await terraform("plan", "-refresh=false", "-input=false", "-no-color", "-out=plan");
    const blocks = new Map([...schemas].map(([type, { block }]) => [type, block]));
    return {
      schemas: blocks,
      replaced: replacedIn(await terraform("show", "-json", "plan"), blocks),
    };
  } finally {
    workspace.remove();
  }
}

const PROVIDER = {
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: PROVIDER_VERSION } } },
  provider: {
    aws: {
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: true,
      skip_region_validation: true,
    },
  },
  resource: { terraform_data: { later: {} } },
  locals: { unknown: "${jsondecode(terraform_data.later.id)}" },
};

function schemasIn(text: string): ReadonlyMap<string, Schema> {
  const { provider_schemas } = JSON.parse(text) as {
    provider_schemas: Record<string, { resource_schemas: Record<string, Schema> }>;
  };
  return new Map(Object.entries(provider_schemas[PROVIDER_PATH]?.resource_schemas ?? {}));
}

function configured(block: Block, { known = {}, still = [] }: Special = {}): Body {
  const body: Body = {};
  for (const name of settable(block)) if (!still.includes(name)) body[name] = unknownOf(block, name);
  for (const [name, [, after]] of Object.entries(known)) body[name] = after;
  return body;
}

/** A list as a whole must not be unknown: one that the provider can fill in itself would be left as it is. */
function unknownOf({ attributes = {}, block_types = {} }: Block, name: string): unknown {
  const inside = block_types[name]?.block;
  if (inside !== undefined) return [configured(inside)];
  const [kind, of] = attributes[name]?.type ?? "";
  return (kind === "list" || kind === "set") && typeof of === "string" ? [UNKNOWN] : UNKNOWN;
}

function inState(block: Block, { known = {}, still = [] }: Special): Body {
  const body: Body = { ...before(block), id: "before" };
  for (const name of still) delete body[name];
  for (const [name, [value]] of Object.entries(known)) body[name] = value;
  return body;
}

function before({ attributes = {}, block_types = {} }: Block): Body {
  const body: Body = {};
  for (const [name, attribute] of Object.entries(attributes)) {
    if (isSettable(attribute) && !attribute.write_only) body[name] = sampleOf(attribute.type);
  }
  for (const [name, { nesting_mode, block }] of Object.entries(block_types)) {
    if (nesting_mode !== "single") body[name] = [before(block)];
  }
  return body;
}

function sampleOf(type: Type): unknown {
  if (type === "string") return "before";
  if (type === "number") return 7;
  if (typeof type === "string") return true;
  const [kind, of] = type;
  if (kind === "map") return { before: sampleOf(of as Type) };
  if (kind !== "object") return [sampleOf(of as Type)];
  return Object.fromEntries(Object.entries(of).map(([name, each]) => [name, sampleOf(each as Type)]));
}

function isSettable({ optional = false, required = false }: Attribute): boolean {
  return optional || required;
}

/** Attributes and blocks that a configuration may hold. */
export function settable({ attributes = {}, block_types = {} }: Block): readonly string[] {
  const names = Object.keys(attributes).filter((name) => isSettable(attributes[name] as Attribute));
  return [...names, ...Object.keys(block_types)].filter((name) => !ASIDE.has(name));
}

function replacedIn(
  text: string,
  blocks: ReadonlyMap<string, Block>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const { resource_changes } = JSON.parse(text) as {
    resource_changes: readonly { type: string; change: { replace_paths?: readonly Path[] } }[];
  };
  return new Map(
    resource_changes.map(({ type, change: { replace_paths = [] } }) => {
      const block = blocks.get(type) ?? {};
      const paths = new Set(
        replace_paths.map((path) => path.filter((key) => typeof key === "string").join(".")),
      );
      return [type, new Set(settable(block).filter((name) => isWhole(block, name, paths)))] as const;
    }),
  );
}

/** The provider names what is inside of a list, and a set as a whole. */
function isWhole({ block_types = {} }: Block, name: string, paths: ReadonlySet<string>, above = ""): boolean {
  const path = above + name;
  if (paths.has(path)) return true;
  const inside = block_types[name]?.block;
  return inside !== undefined && settable(inside).every((each) => isWhole(inside, each, paths, `${path}.`));
}
