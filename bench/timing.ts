/** Running commands in turns, so that whatever else the machine does slows each of them alike, and the median of each. */
import { spawnSync } from "node:child_process";

export interface Command {
  readonly run: readonly [program: string, ...args: string[]];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Done before each run, and not timed. */
  readonly before?: () => void;
}

export interface Timing {
  /** Whole process, from start to end, in milliseconds: the median. */
  readonly wall: number;
  /** The number the command printed as its last line: the median; NaN if it printed none. */
  readonly printed: number;
}

/** Runs each command once unmeasured, then all in turns. @throws if one of them fails */
export function alternate<Name extends string>(
  rounds: number,
  commands: Readonly<Record<Name, Command>>,
): Record<Name, Timing> {
  const names = Object.keys(commands) as Name[];
  for (const name of names) runOnce(commands[name]);
  const runs = Array.from({ length: rounds }, () =>
    names.map((name) => [name, runOnce(commands[name])] as const),
  );
  const timingOf = (name: Name): Timing => {
    const own = runs.flat().filter(([runName]) => runName === name);
    return {
      wall: median(own.map(([, { wall }]) => wall)),
      printed: median(own.map(([, { printed }]) => printed)),
    };
  };
  return Object.fromEntries(names.map((name) => [name, timingOf(name)])) as Record<Name, Timing>;
}

/** @throws if the command fails */
export function runOnce({ run, cwd, env, before }: Command): Timing {
  const [program, ...args] = run;
  before?.();
  const started = performance.now();
  const done = spawnSync(program, args, { cwd, env: { ...process.env, ...env }, encoding: "utf8" });
  const wall = performance.now() - started;
  if (done.status !== 0)
    throw new Error(`${run.join(" ")} failed:\n${done.error ?? done.stderr}${done.stdout}`);
  return { wall, printed: Number(done.stdout.trim().split("\n").at(-1) || Number.NaN) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}
