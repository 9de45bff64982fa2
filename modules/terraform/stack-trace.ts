/**
 * Where in the user's code a construct was made, at a price of microseconds; and no stack traces for tokens.
 *
 * CDKTF formats a full stack trace for every token, which is half of the time and memory of a large synth. V8 formats
 * a trace only when its text is asked for, so constructs keep a short unformatted one instead.
 */
import { dirname, isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { TerraformStack } from "cdktf";
import { type IConstruct, Node } from "constructs";

/** Set to `1` to get CDKTF's own stack traces of tokens, and all lines of an uncaught error. */
const FULL_TRACES = "TIERS_FULL_STACK_TRACES";

/** How many calls lie at most between the user's line and the making of a node: five are CDKTF's, the rest ours. */
const DEPTH = 16;

/** The folder that `modules/` lies in. */
const PROJECT = dirname(dirname(__dirname));

/** What a token says instead of where it was made; CDKTF prints it after `Object creation stack:`. */
const NO_TRACE: readonly string[] = Object.freeze([`(run with ${FULL_TRACES}=1 to see where)`]);

/** The calls that led somewhere, not formatted before they are asked for. */
interface Trace {
  readonly stack?: string;
}

const traces = new WeakMap<object, Trace>();
let installed = false;

/**
 * From now on constructs remember the line that made them, and tokens do not. CDKTF's function is replaced only if it
 * is the one known here; otherwise, and with `TIERS_FULL_STACK_TRACES=1`, everything works as CDKTF made it.
 */
export function cheapStackTraces(): void {
  if (installed) return;
  installed = true;
  rememberCreation();
  if (process.env[FULL_TRACES] !== "1") dropTokenTraces();
}

/**
 * The first line outside packages, `modules/`, `net/` and `bin/` that led to the construct, as `stacks/two-tier.ts:12:5` from
 * the project's folder (absolute if outside of it); undefined if it was made before {@link cheapStackTraces}, or by
 * no such line.
 */
export function creationLine(construct: IConstruct): string | undefined {
  const frames = framesOf(construct);
  // A stack's own constructors may be in the user's files; the line that made it comes after them.
  const made = frames.findIndex((frame) => frame.startsWith(`    at new ${construct.constructor.name} `));
  return firstUserLine(frames.slice(made + 1));
}

/**
 * The lines of the user's code that led to the construct, innermost first: the call that made it, what called that, and
 * so on. Of a stack the line that made it alone: in its constructors are the lines of its parts.
 */
export function creationLines(construct: IConstruct): readonly string[] {
  if (!TerraformStack.isStack(construct)) return userLines(writtenFrames(construct, framesOf(construct)));
  const line = creationLine(construct);
  return line === undefined ? [] : [line];
}

/** From now on {@link callLines} knows the lines that called the function `below` with `given`. */
export function rememberCall(given: object, below: (...given: readonly never[]) => unknown): void {
  traces.set(given, trace(below));
}

/** The first of {@link callLines}. */
export function callLine(given: object): string | undefined {
  return firstUserLine(framesOf(given));
}

/** As {@link creationLines}; none for what was not given to {@link rememberCall}. */
export function callLines(given: object): readonly string[] {
  return userLines(framesOf(given));
}

/** The lines of the user's code that are running now, innermost first; `construct` is what they make or call. */
export function runningLines(construct: IConstruct): readonly string[] {
  return userLines(writtenFrames(construct, linesOf(trace(runningLines))));
}

/** Without the constructors that a class does not write, of the construct or around it: V8 places those at the class's head. */
function writtenFrames({ node }: IConstruct, frames: readonly string[]): readonly string[] {
  const unwritten = new Set<string>();
  for (const scope of node.scopes)
    for (
      let each: unknown = scope.constructor;
      typeof each === "function";
      each = Object.getPrototypeOf(each)
    )
      if (!/\bconstructor\s*\(/.test(String(each))) unwritten.add(`    at new ${each.name} `);
  return frames.filter((frame) => !unwritten.has(/^ {4}at new \S+ /.exec(frame)?.[0] ?? ""));
}

function framesOf(remembered: object): readonly string[] {
  return linesOf(traces.get(remembered) ?? {});
}

function linesOf({ stack = "" }: Trace): readonly string[] {
  return stack.split("\n");
}

/** Every construct of a stack is asked for its line: the others are not looked at. */
function firstUserLine(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const line = userLine(frame);
    if (line !== undefined) return line;
  }
  return undefined;
}

function userLines(frames: readonly string[]): readonly string[] {
  return [...new Set(frames.flatMap((frame) => userLine(frame) ?? []))];
}

/** Every construct passes through its parent's `addChild`, which is private, so its absence is no error. */
function rememberCreation(): void {
  const addChild: unknown = Reflect.get(Node.prototype, "addChild");
  if (typeof addChild !== "function") return;
  Reflect.set(Node.prototype, "addChild", function remember(this: Node, ...child: readonly unknown[]) {
    const [construct] = child;
    if (typeof construct === "object" && construct !== null) traces.set(construct, trace(remember));
    return Reflect.apply(addChild, this, child);
  });
}

/** The calls that led to the function `below`. */
function trace(below: (...given: readonly never[]) => unknown): Trace {
  const holder = {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = DEPTH;
  Error.captureStackTrace(holder, below);
  Error.stackTraceLimit = stackTraceLimit;
  return holder;
}

function userLine(frame: string): string | undefined {
  const place = /^ {4}at (?:.*\()?(.+?):(\d+):(\d+)\)?$/.exec(frame);
  const [, path = "", line, column] = place ?? [];
  const file = path.startsWith("file:") ? fileURLToPath(path) : path;
  if (!isAbsolute(file)) return undefined;
  const inside = relative(PROJECT, file).split(sep).join("/");
  if (/^(modules|net|bin)\/|(^|\/)node_modules\//.test(inside)) return undefined;
  return `${inside.startsWith("../") ? file : inside}:${line}:${column}`;
}

function dropTokenTraces(): void {
  // CDKTF's successor cdktn has a switch of its own for this.
  process.env["CDKTN_DISABLE_CREATION_STACK"] ??= "1";
  const module = tokenTraces();
  if (module === undefined) return;
  if (isKnown(module.captureStackTrace)) module.captureStackTrace = () => NO_TRACE;
}

/** Lifts the limit of traces, and answers with lines: none, if asked for the calls below a function that did not call. */
function isKnown(captureStackTrace: TokenTraces["captureStackTrace"]): boolean {
  if (!/stackTraceLimit\s*=\s*Number\.MAX_SAFE_INTEGER/.test(String(captureStackTrace))) return false;
  const lines = captureStackTrace(creationLine);
  return Array.isArray(lines) && lines.length === 0;
}

interface TokenTraces {
  captureStackTrace: (below?: (construct: IConstruct) => unknown) => unknown;
}

/** CDKTF's private module; undefined if this distribution has none. */
function tokenTraces(): TokenTraces | undefined {
  try {
    const module: unknown = require("cdktf/lib/tokens/private/stack-trace");
    return hasCapture(module) ? module : undefined;
  } catch {
    return undefined;
  }
}

function hasCapture(module: unknown): module is TokenTraces {
  if (typeof module !== "object" || module === null) return false;
  const property = Object.getOwnPropertyDescriptor(module, "captureStackTrace");
  return property?.writable === true && typeof property.value === "function";
}
