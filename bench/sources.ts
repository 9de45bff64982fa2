/** What a reader runs, in another folder: every room but those of tests, benchmarks and pages. */
import { cpSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder. */
export const root = dirname(__dirname);

const LEFT_OUT = new Set(["node_modules", "cdktf.out", "coverage", "__tests__", "bench", "docs"]);

export function copySources(folder: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const wanted = entry.isDirectory() ? !entry.name.startsWith(".") : /\.(ts|js|json)$/.test(entry.name);
    if (wanted && !LEFT_OUT.has(entry.name))
      cpSync(join(root, entry.name), join(folder, entry.name), { recursive: true });
  }
}
