/** Finds what the end-to-end tests need: Terraform, the AWS provider, and a Python that has moto. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** The oldest provider that the stacks accept; their types are those of a newer major. */
export const PROVIDER_VERSION = "5.100.0";
export const PROVIDER_PATH = "registry.terraform.io/hashicorp/aws";

export interface FoundTools {
  readonly kind: "found";
  readonly terraform: string;
  /** A Python interpreter in which `import moto.server` works. */
  readonly python: string;
  /** A folder laid out as a Terraform provider mirror that holds the AWS provider; without one it is downloaded. */
  readonly mirror?: string;
}

export interface MissingTools {
  readonly kind: "missing";
  /** One sentence per missing tool: what it is and how to get it. */
  readonly missing: readonly string[];
}

export type Tools = FoundTools | MissingTools;

type Environment = Readonly<Record<string, string | undefined>>;

const NO_TERRAFORM =
  "Terraform: install it (https://developer.hashicorp.com/terraform/install), or set TERRAFORM_BIN to the program.";
const NO_MOTO =
  "moto: `pip install 'moto[server]==5.2.1'`, or set MOTO_SERVER to a moto_server program or to a Python that has moto.";

export function findTools(environment: Environment = process.env): Tools {
  const terraform = environment["TERRAFORM_BIN"] ?? onPath("terraform", environment);
  const python = pythonsToTry(environment).find(hasMoto);
  if (terraform === undefined || !existsSync(terraform) || python === undefined) {
    const missing = [
      ...(terraform && existsSync(terraform) ? [] : [NO_TERRAFORM]),
      ...(python ? [] : [NO_MOTO]),
    ];
    return { kind: "missing", missing };
  }
  const mirror = mirrorsToTry(environment).find(holdsProvider);
  return { kind: "found", terraform, python, ...(mirror === undefined ? {} : { mirror }) };
}

function onPath(program: string, { PATH = "" }: Environment): string | undefined {
  return PATH.split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);
}

/** The interpreter named by `moto_server` first, as it may live in a virtual environment of its own. */
function pythonsToTry(environment: Environment): string[] {
  const server = environment["MOTO_SERVER"] ?? onPath("moto_server", environment);
  const named = server === undefined || !existsSync(server) ? undefined : server;
  const beside = named === undefined ? [] : [interpreterOf(named), join(dirname(named), "python3")];
  const python = onPath("python3", environment);
  return [...beside, python].filter((found) => found !== undefined).filter(existsSync);
}

/** What a script's first line names; a program without such a line is taken to be an interpreter itself. */
function interpreterOf(program: string): string | undefined {
  const [first = ""] = readFileSync(program).subarray(0, 256).toString("latin1").split("\n");
  if (!first.startsWith("#!")) return program;
  const interpreter = first.slice(2).trim().split(" ")[0];
  return interpreter?.includes("python") ? interpreter : undefined;
}

function hasMoto(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import moto.server"], { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
}

/** Named by the user, then Terraform's own places, then folders that machines commonly keep mirrors in. */
function mirrorsToTry(environment: Environment): string[] {
  const home = homedir();
  return [
    environment["TF_PLUGIN_MIRROR"],
    ...mirrorsOfConfig(environment["TF_CLI_CONFIG_FILE"] ?? join(home, ".terraformrc")),
    environment["TF_PLUGIN_CACHE_DIR"],
    join(home, ".terraform.d/plugins"),
    join(home, ".terraform.d/plugin-cache"),
    join(home, ".local/share/terraform/plugins"),
    ...["/usr/local/share", "/usr/share", "/opt"].flatMap((root) => [
      join(root, "terraform/plugins"),
      ...foldersIn(root),
    ]),
  ].filter((folder) => folder !== undefined);
}

function mirrorsOfConfig(file: string): string[] {
  if (!existsSync(file)) return [];
  const settings = readFileSync(file, "utf8").matchAll(/(?:path|plugin_cache_dir)\s*=\s*"([^"]+)"/g);
  return [...settings].flatMap(([, folder]) =>
    folder === undefined ? [] : [folder.replace("$HOME", homedir())],
  );
}

function foldersIn(root: string): string[] {
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [];
}

/** Unpacked (`5.100.0/linux_amd64/`) or packed (`terraform-provider-aws_5.100.0_linux_amd64.zip`). */
export function holdsProvider(mirror: string): boolean {
  return foldersIn(join(mirror, PROVIDER_PATH)).some((path) => path.includes(PROVIDER_VERSION));
}
