#!/usr/bin/env node
/**
 * `npm run diff`, `deploy` and `destroy`: CDKTF's command line, whichever runs on this Node. It runs in this process, so
 * that arguments, exit code, signals and the terminal are its own.
 */
import { runMain } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { chooseCli } from "./deploy-cli.mjs";

const choice = chooseCli(dirname(fileURLToPath(import.meta.url)), process.versions.node);
if (choice.kind === "found") {
  process.argv[1] = choice.program;
  runMain();
} else {
  console.error(choice.why);
  process.exitCode = 1;
}
