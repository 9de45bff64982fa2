/** The AWS provider on disk: a mirror that is already there, or one filled once from Terraform's registry. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { run } from "./command";
import { type FoundTools, holdsProvider, PROVIDER_VERSION } from "./tools";

const CACHE = resolve(__dirname, "../../../node_modules/.cache/terraform-providers");
const DOWNLOAD_TIMEOUT = 600_000;

/** @returns a folder for `filesystem_mirror` in Terraform's command-line configuration */
export async function providerMirror(tools: FoundTools): Promise<string> {
  if (tools.mirror !== undefined) return tools.mirror;
  // Test files run side by side: the first downloads, the others wait for it.
  const lock = `${CACHE}.lock`;
  const end = Date.now() + DOWNLOAD_TIMEOUT;
  while (!holdsProvider(CACHE) && Date.now() < end) {
    if (claim(lock))
      await download(tools.terraform).finally(() => rmSync(lock, { recursive: true, force: true }));
    else await sleep(1000);
  }
  if (!holdsProvider(CACHE))
    throw new Error(`no AWS provider in ${CACHE}; is ${lock} a leftover? Then delete it`);
  return CACHE;
}

function claim(lock: string): boolean {
  try {
    mkdirSync(lock, { recursive: false });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Terraform's plugin cache has the layout of an unpacked mirror, so that `init` only links to it. */
async function download(terraform: string): Promise<void> {
  const folder = mkdtempSync(`${CACHE}-`);
  const cache = join(folder, "cache");
  mkdirSync(cache);
  const aws = { source: "hashicorp/aws", version: PROVIDER_VERSION };
  writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: { aws } } }));
  writeFileSync(join(folder, "terraformrc"), "");
  try {
    await run({
      program: terraform,
      args: ["init", "-input=false", "-no-color"],
      cwd: folder,
      env: {
        ...networkSettings(),
        TF_PLUGIN_CACHE_DIR: cache,
        TF_CLI_CONFIG_FILE: join(folder, "terraformrc"),
        CHECKPOINT_DISABLE: "1",
      },
      timeout: DOWNLOAD_TIMEOUT,
    });
    if (!existsSync(CACHE)) renameSync(cache, CACHE);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Unlike the tests, a download may need the proxy and certificates of this machine. */
function networkSettings(): Record<string, string> {
  const wanted = /^(path|home|https?_proxy|no_proxy|ssl_cert_(file|dir))$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      wanted.test(name) && value ? [[name, value]] : [],
    ),
  );
}
