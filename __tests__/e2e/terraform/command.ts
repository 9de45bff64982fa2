/** Runs a program to its end: its output kept, its whole process group killed when it takes too long. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** After this many milliseconds the program and its children are killed, and the run fails. */
  readonly timeout: number;
  /** Exit codes that are not a failure. @default [0] */
  readonly accept?: readonly number[];
  /** Called with every line of standard output as it is written. */
  readonly onLine?: (line: string, running: RunningCommand) => void;
}

export interface CommandResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  /** Kills the program and everything it started, at once, as a lost machine would. */
  kill(): void;
  /** @throws {CommandError} for an exit code that is not accepted, a signal, or a timeout */
  readonly result: Promise<CommandResult>;
}

/** The message holds the command, how it ended and the last lines of what it wrote: first its errors. */
export class CommandError extends Error {
  override readonly name = "CommandError";

  constructor(
    { program, args }: Command,
    end: string,
    readonly output: CommandResult,
  ) {
    super(`${program} ${args.join(" ")}: ${end}\n${tail(output.stderr)}\n${tail(output.stdout)}`);
  }
}

const TAIL = 6000;

export function start(command: Command): RunningCommand {
  const { program, args, cwd, env } = command;
  // A group of its own, so that Terraform's provider processes die with it.
  const child = spawn(program, args, {
    cwd,
    env: { ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => killGroup(child);
  const running: RunningCommand = {
    kill,
    result: finish(command, child, (line) => command.onLine?.(line, running)),
  };
  return running;
}

export function run(command: Command): Promise<CommandResult> {
  return start(command).result;
}

/** Kills the process group that `child`, spawned detached, leads; nothing happens when it is gone. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function finish(
  command: Command,
  child: ChildProcess,
  onLine: (line: string) => void,
): Promise<CommandResult> {
  let [stdout, stderr, timedOut] = ["", "", false];
  const readLines = lineReader(onLine);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    readLines(text);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child);
  }, command.timeout);
  const [code, signal] = await ended(child).finally(() => clearTimeout(timer));
  const result = { code, signal, stdout, stderr };
  if (timedOut) throw new CommandError(command, `killed after ${command.timeout / 1000} s`, result);
  if (code !== null && (command.accept ?? [0]).includes(code)) return result;
  throw new CommandError(command, signal === null ? `exit code ${code}` : `ended by ${signal}`, result);
}

function ended(child: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve([code, signal]));
  });
}

function lineReader(onLine: (line: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}

function tail(text: string): string {
  return text.length <= TAIL ? text : `…${text.slice(-TAIL)}`;
}
