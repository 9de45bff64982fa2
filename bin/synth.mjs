#!/usr/bin/env node
/** Runs main.ts: Terraform JSON of every network into cdktf.out, in the project's folder wherever this is called from. */
import { join } from "node:path";
import { launch, root } from "./launch.mjs";

if (process.cwd() !== root) process.env.CDKTF_OUTDIR ??= join(root, "cdktf.out");
await launch("main.ts");
