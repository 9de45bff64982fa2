/** Runs many.ts as `npm run synth` runs main.ts. */
import { launch } from "../bin/launch.mjs";

await launch("bench/many.ts");
