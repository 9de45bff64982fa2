#!/usr/bin/env node
/** The command `tiers`; its TypeScript is bundled on the first run and after each change. */
import { launch } from "./launch.mjs";

await launch("bin/tiers.ts");
