/** Stack traces that name lines of the TypeScript sources; what that takes is read when the first one is looked at. */
import { SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";

/** Rooms of ours: what lies elsewhere is the user's network. */
export const ROOMS = ["aws", "bin", "handoff", "modules", "net", "review", "terraform"];

const OURS = new RegExp(`^ {4}at .*/(${ROOMS.join("|")})/`);

/**
 * A line of a bundle: column in it, path from the bundle's folder, line and column there (from 1). And all, the first is 0.
 * @typedef {readonly (readonly [number, string, number, number])[]} UserLine
 * @typedef {Readonly<Record<number, UserLine>>} UserLines
 */

/**
 * From now on, frames in the bundle read as frames in its sources. What is no error, but was made to remember where it
 * was called from, gets the frames in the user's files and the names of constructors: a network has thousands of these.
 * @param {import("./bundle-cache.mjs").Script} script
 */
export function showSourceLines(script) {
  const anySource = anySourceOf(script);
  const userSource = userSourceOf(script);
  Error.prepareStackTrace = (error, frames) => {
    const lines =
      error instanceof Error
        ? frames.map((frame) => sourceOf(frame, script.path, anySource) ?? String(frame))
        : frames.flatMap((frame) => sourceOf(frame, script.path, userSource) ?? constructorOf(frame));
    return [header(error), ...lines.map((line) => `    at ${line}`)].join("\n");
  };
}

/** @param {NodeJS.CallSite} frame */
const constructorOf = (frame) => (frame.isConstructor() ? [`new ${frame.getFunctionName()} ()`] : []);

/**
 * A frame in the bundle as one in its sources; undefined if it is not in the bundle, or comes from no source.
 * @typedef {(line: number, column: number) => readonly [path: string, line: number, column: number] | undefined} Sources
 * @param {NodeJS.CallSite} frame @param {string} path @param {Sources} sources
 */
function sourceOf(frame, path, sources) {
  if (frame.getFileName() !== path) return undefined;
  const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
  const source = sources(line - 1, column - 1);
  if (source === undefined) return undefined;
  const place = [resolve(dirname(path), source[0]), source[1], source[2]].join(":");
  return String(frame).replace(`${path}:${line}:${column}`, place);
}

/** @param {import("./bundle-cache.mjs").Script} script @returns {Sources} */
function anySourceOf(script) {
  /** @type {SourceMap | undefined} */
  let map;
  return (line, column) => {
    map ??= new SourceMap(JSON.parse(script.sourceMap() ?? '{"version":3,"sources":[],"mappings":""}'));
    const entry = map.findEntry(line, column);
    return "originalSource" in entry
      ? [entry.originalSource, entry.originalLine + 1, entry.originalColumn + 1]
      : undefined;
  };
}

/** @param {import("./bundle-cache.mjs").Script} script @returns {Sources} */
function userSourceOf(script) {
  /** @type {UserLines | undefined} */
  let lines;
  return (line, column) => {
    lines ??= JSON.parse(script.userLines() ?? "{}");
    const found = lines?.[line]?.findLast(([start]) => start <= column);
    return found && [found[1], found[2], found[3]];
  };
}

/** @param {unknown} error */
function header(error) {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}

/**
 * The message, then the lines of our sources it came through; all lines with TIERS_FULL_STACK_TRACES=1.
 * @param {unknown} error @param {string} root
 */
export function printFailure(error, root) {
  for (let cause = error, word = ""; cause !== undefined; word = "caused by ") {
    console.error(`${word}${cause instanceof Error ? shortStack(cause, root) : String(cause)}`);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  // What the compiler refuses runs all the same, up to where it does not fit.
  if (error instanceof TypeError)
    console.error("Types are not checked here: `npx tsc -p .` may say what is wrong.");
}

/** @param {Error} error @param {string} root */
function shortStack(error, root) {
  const stack = error.stack ?? header(error);
  if (process.env.TIERS_FULL_STACK_TRACES === "1") return stack;
  const foreign = /^ {4}at .*(node_modules|node:|file:\/\/|<anonymous>)/;
  // Bad input is the user's to mend: where we noticed it says nothing.
  const ours = error.name === "InputError" ? OURS : undefined;
  const own = stack.split("\n").filter((line) => !foreign.test(line) && ours?.test(line) !== true);
  if (!own.some((line) => line.startsWith("    at "))) return stack;
  const here = relative(process.cwd(), root);
  return own.join("\n").replaceAll(`${root}/`, here === "" ? "" : `${here}/`);
}
