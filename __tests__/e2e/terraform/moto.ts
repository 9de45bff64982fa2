/** A local AWS API for one story: moto, repaired (see moto-repaired.py), on a free port, gone when the story ends. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killGroup } from "./command";
import type { FoundTools } from "./tools";

export const REGION = "ap-northeast-1";

export interface Moto {
  /** `http://127.0.0.1:PORT`. The number, not `localhost`: some clients would try IPv6 first. */
  readonly endpoint: string;
  /**
   * Errors inside moto, with their tracebacks. A client that meets one tries again, so it may show only as something
   * that was made twice.
   */
  faults(): string;
  stop(): void;
}

/** What moto does not check unless it is told to. */
const CHECKS = {
  MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
  MOTO_ENABLE_KEYPAIR_VALIDATION: "true",
  MOTO_ENABLE_AMI_VALIDATION: "true",
  MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION: "true",
  MOTO_ACM_VALIDATION_WAIT: "1",
};
/** A line per request; those that failed inside moto (5xx) are kept. */
const ACCESS_LOG = /^127\.0\.0\.1 - - .*" [234]\d\d -\n/gm;
const START_TIMEOUT = 60_000;

/** @throws {Error} with what moto wrote, when it does not answer within a minute */
export async function startMoto({ python }: FoundTools): Promise<Moto> {
  const port = await freePort();
  const child = spawn(python, [join(__dirname, "moto-repaired.py"), "--port", String(port)], {
    env: { ...process.env, ...CHECKS, AWS_DEFAULT_REGION: REGION },
    // moto ends when its standard input closes, so that it cannot outlive a test run that was killed.
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  let written = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    written += text.replaceAll(ACCESS_LOG, "");
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const end = Date.now() + START_TIMEOUT;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || Date.now() > end) {
      killGroup(child);
      throw new Error(`moto does not answer on ${endpoint}:\n${written}`);
    }
    await sleep(100);
  }
  return {
    endpoint,
    faults: () => (written.includes("Traceback") ? written : ""),
    stop: () => killGroup(child),
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/data.json`, { method: "HEAD" })).status < 500;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no free port"));
        else resolve(address.port);
      });
    });
  });
}
