/** The project in a temporary folder, as a reader has it after `npm ci`: what a test does there leaves no trace here. */
import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { copySources } from "../../bench/workshop";
import { ROOT } from "./page";

export interface Outcome {
  readonly code: number;
  /** What was printed, errors last. */
  readonly said: string;
}

export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "tiers-readme-"));

  constructor() {
    copySources(this.folder);
    linkPackages(this.folder);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  json(path: string): unknown {
    return JSON.parse(this.read(path));
  }

  /** Runs a command line in the folder, with `bash`; `env` is all of its environment. */
  run(command: string, env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
    const options = { cwd: this.folder, env: { ...env, NO_COLOR: "1" }, maxBuffer: 2 ** 26 };
    return new Promise((done) => {
      execFile("bash", ["-c", command], options, (error, out, err) =>
        done({
          code: error === null ? 0 : Number(error.code ?? 1),
          said: stripVTControlCharacters(out + err),
        }),
      );
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The packages installed here, as links in a `node_modules` of the folder's own: the launcher keeps its bundles there. */
export function linkPackages(folder: string): void {
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(ROOT, "node_modules"))) {
    if (name === ".cache") continue;
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
}
