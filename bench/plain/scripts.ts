/** The boot scripts of the plain network; the bench puts the same files as our modules use beside this one. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

function script(...names: readonly string[]): string {
  const text = names.map((name) => readFileSync(join(__dirname, name), "utf8")).join("");
  return `#!/bin/bash\n${text}`.replace(/[$%]\{/g, (start) => start.charAt(0) + start);
}

export const natScript = script("nat.sh");
export const webScript = script("wait-for-network.sh", "web.sh");
