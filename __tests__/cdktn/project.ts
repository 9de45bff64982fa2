/** A copy of the project in a temporary folder, in which CDKTF's packages are those of its successor cdktn. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copySources, root } from "../../bench/workshop";

/** Our names for cdktn's packages. */
export const ALIASES = {
  cdktf: "npm:cdktn@0.24.0",
  "@cdktf/provider-aws": "npm:@cdktn/provider-aws@25.7.0",
} as const;

/** Why cdktn cannot be installed here; undefined if it can. */
export function unreachable(): string | undefined {
  const asked = spawnSync(
    "npm",
    ["view", "cdktn@0.24.0", "version", "--fetch-retries=1", "--loglevel=error"],
    {
      encoding: "utf8",
    },
  );
  if (asked.status === 0) return undefined;
  const reason = /npm error (?:code|network|errno).*/.exec(asked.stderr)?.[0] ?? asked.error?.message;
  return `the npm registry does not answer: ${reason ?? `npm view ended with ${asked.status}`}`;
}

/** Sources and a package.json with the aliases; nothing is installed yet. */
export function copyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "tiers-cdktn-"));
  copySources(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest(), null, 2));
  return folder;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function manifest(): object {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Manifest;
  // The matchers are typed for Jest.
  const compiler = Object.entries(devDependencies).filter(([name]) =>
    /^(typescript|@types\/.*|@jest\/globals)$/.test(name),
  );
  return {
    name: "tiers-on-cdktn",
    private: true,
    dependencies: { ...dependencies, ...Object.fromEntries(compiler), ...ALIASES },
  };
}
