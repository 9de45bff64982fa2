/** Other versions of Node, from npm's packages of the program, and the project's packages as npm installs them there. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Clone, linkPackages } from "../../readme/clone";
import { ROOT } from "../../readme/page";
import { run } from "../terraform/command";

const VERSIONS = { 20: "20.20.2", 24: "24.21.0" } as const;
export type Major = keyof typeof VERSIONS;

const MINUTES = 60_000;

export class NodeVersions {
  private readonly folder = mkdtempSync(join(tmpdir(), "tiers-node-"));
  private readonly programs = new Map<Major, string>();
  /** The `node_modules` of Node 24. */
  private packages = join(ROOT, "node_modules");

  /** Installs the versions that are not this process's, and the packages that npm leaves out on this one. */
  async install(): Promise<void> {
    for (const major of [20, 24] as const) this.programs.set(major, await this.findProgram(major));
    // An older Node, too, runs what a newer one has installed, but not the other way round.
    if (existsSync(join(ROOT, "node_modules/cdktn-cli"))) return;
    const folder = join(this.folder, "project");
    mkdirSync(folder);
    for (const name of ["package.json", "package-lock.json"]) cpSync(join(ROOT, name), join(folder, name));
    await this.npm(["ci", "--omit=dev"], folder, this.pathWith(24));
    this.packages = join(folder, "node_modules");
  }

  /** The `PATH` with that Node in front. */
  pathWith(major: Major): string {
    return `${dirname(this.programs.get(major) ?? "")}:${process.env["PATH"]}`;
  }

  /** Gives the project's folder the packages that `npm ci` installs with that Node. */
  givePackages({ folder }: Clone, major: Major): void {
    const modules = join(folder, "node_modules");
    rmSync(modules, { recursive: true });
    if (major === 20) linkPackages(folder);
    else symlinkSync(this.packages, modules);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async findProgram(major: Major): Promise<string> {
    if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
    const name = `node-${process.platform}-${process.arch}`;
    const folder = join(this.folder, `node-${major}`);
    mkdirSync(folder);
    await this.npm(["install", "--no-save", `${name}@${VERSIONS[major]}`], folder, process.env["PATH"] ?? "");
    return join(folder, "node_modules", name, "bin/node");
  }

  private npm(args: readonly string[], cwd: string, PATH: string): Promise<unknown> {
    const env = Object.entries({ ...process.env, PATH }).map(([key, value]) => [key, value ?? ""] as const);
    const all = [...args, "--no-audit", "--no-fund", "--prefer-offline"];
    return run({ program: "npm", args: all, cwd, env: Object.fromEntries(env), timeout: 8 * MINUTES });
  }
}
