/** A folder with a network's Terraform JSON, and Terraform run in it as a user would, against a local AWS API. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CommandResult, type RunningCommand, run, start } from "./command";
import { type Moto, REGION } from "./moto";
import { step } from "./progress";
import { providerMirror } from "./provider-mirror";
import { type ApplyEvent, idsIn, readEvent, type ShownPlan } from "./terraform-json";
import type { FoundTools } from "./tools";

/** Longer than the slowest step (a database takes 83 s) on a machine that is four times as slow. */
const TIMEOUT = 400_000;

export interface Plan {
  /** The plan as Terraform prints it. */
  readonly text: string;
  /** Whether it would change anything (exit code 2 of `plan -detailed-exitcode`). */
  readonly changes: boolean;
  /** The file that {@link Workspace.apply} takes, so that what was planned is what is done. */
  readonly file: string;
}

/** Values of Terraform variables, by name. */
export type Variables = Readonly<Record<string, unknown>>;

export class Workspace {
  private constructor(
    /** Shown in the progress lines. */
    readonly story: string,
    /** The temporary folder that holds everything, removed by {@link remove}. */
    readonly root: string,
    /** Where Terraform runs: `ROOT/cdktf.out/stacks/NAME`. */
    readonly folder: string,
    readonly env: Readonly<Record<string, string>>,
    private readonly terraform: string,
  ) {}

  /** `name` is the stack's, so that paths relative to its folder lead where they do in a project. */
  static async create(
    tools: FoundTools,
    moto: Pick<Moto, "endpoint">,
    story: string,
    name: string,
  ): Promise<Workspace> {
    const root = mkdtempSync(join(tmpdir(), "tiers-e2e-"));
    const folder = join(root, "cdktf.out/stacks", name);
    mkdirSync(folder, { recursive: true });
    const settings = join(root, "terraformrc");
    writeFileSync(settings, commandLineConfig(await providerMirror(tools)));
    return new Workspace(story, root, folder, environment(moto, settings, root), tools.terraform);
  }

  setVariables(variables: Variables): void {
    writeFileSync(join(this.folder, "terraform.tfvars.json"), JSON.stringify(variables));
  }

  init(): Promise<CommandResult> {
    return this.step("init", ["init", "-input=false", "-no-color"]);
  }

  /** The version of every provider chosen by `init`, by source address. */
  async providers(): Promise<Readonly<Record<string, string>>> {
    const { stdout } = await this.run(["version", "-json"]);
    const { provider_selections } = JSON.parse(stdout) as { provider_selections: Record<string, string> };
    return provider_selections;
  }

  async plan(): Promise<Plan> {
    const file = join(this.root, "plan");
    const args = ["plan", "-input=false", "-no-color", "-detailed-exitcode", `-out=${file}`];
    const { code, stdout } = await this.step("plan", args, [0, 2]);
    return { text: stdout, changes: code === 2, file };
  }

  async show({ file }: Plan): Promise<ShownPlan> {
    return JSON.parse((await this.run(["show", "-json", file])).stdout) as ShownPlan;
  }

  /** Writes the plan, or without one the state, as `terraform show -json` tells it into a file of {@link root}. */
  async keep(name: string, plan?: Plan): Promise<string> {
    const path = join(this.root, name);
    const { stdout } = await this.run(["show", "-json", ...(plan === undefined ? [] : [plan.file])]);
    writeFileSync(path, stdout);
    return path;
  }

  /** Does what the plan says, or plans anew. */
  apply(plan?: Plan): Promise<readonly ApplyEvent[]> {
    const what = plan === undefined ? ["-auto-approve"] : [plan.file];
    return step(this.story, "apply", () => this.collect(["apply", "-json", "-input=false", ...what]));
  }

  destroy(): Promise<readonly ApplyEvent[]> {
    return step(this.story, "destroy", () =>
      this.collect(["destroy", "-json", "-input=false", "-auto-approve"]),
    );
  }

  /** An apply that can be killed while it runs; it fails then. */
  startApply(onEvent: (event: ApplyEvent, running: RunningCommand) => void): RunningCommand {
    const onLine = (line: string, running: RunningCommand) => onEvent(readEvent(line), running);
    return start({ ...this.command(["apply", "-json", "-input=false", "-auto-approve"]), onLine });
  }

  /** Everything in the state: AWS's ids by Terraform address, without data sources. */
  async state(): Promise<ReadonlyMap<string, string>> {
    return idsIn((await this.run(["state", "pull"])).stdout);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private step(
    name: string,
    args: readonly string[],
    accept: readonly number[] = [0],
  ): Promise<CommandResult> {
    return step(this.story, name, () => this.run(args, accept));
  }

  private run(args: readonly string[], accept: readonly number[] = [0]): Promise<CommandResult> {
    return run({ ...this.command(args), accept });
  }

  /** @throws {Error} with Terraform's own words, when it fails */
  private async collect(args: readonly string[]): Promise<readonly ApplyEvent[]> {
    const events: ApplyEvent[] = [];
    const command = { ...this.command(args), onLine: (line: string) => events.push(readEvent(line)) };
    await run(command).catch((error: unknown) => {
      const words = events.filter(({ type }) => type === "error").map(({ message }) => message);
      throw words.length === 0 ? error : new Error(words.join("\n"));
    });
    return events;
  }

  private command(args: readonly string[]) {
    return { program: this.terraform, args, cwd: this.folder, env: this.env, timeout: TIMEOUT };
  }
}

/** Only the mirror is used: the run is the same with and without the internet. */
function commandLineConfig(mirror: string): string {
  return `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`;
}

/** Nothing of the caller's AWS settings gets through: no test can reach a real account. */
function environment(
  { endpoint }: Pick<Moto, "endpoint">,
  settings: string,
  home: string,
): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env["PATH"] ?? ""].join(":"),
    HOME: home,
    TMPDIR: tmpdir(),
    TF_CLI_CONFIG_FILE: settings,
    TF_IN_AUTOMATION: "1",
    CHECKPOINT_DISABLE: "1",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "testing",
    AWS_SECRET_ACCESS_KEY: "testing",
    AWS_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: "true",
    // The default of 25 hangs for minutes on an error of moto's own.
    AWS_MAX_ATTEMPTS: "3",
    NO_PROXY: "127.0.0.1",
    // The provider builds its large schema for every command; collecting garbage less often takes a third off that.
    GOGC: "400",
  };
}
