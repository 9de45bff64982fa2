/** Stack traces that name lines of the TypeScript sources; the source map is read when the first one is looked at. */
import { SourceMap } from "node:module";
import { dirname, relative, resolve } from "node:path";

/**
 * From now on, frames in the bundle read as frames in its sources.
 * @param {import("./bundle-cache.mjs").Script} script
 */
export function showSourceLines(script) {
  /** @type {SourceMap | undefined} */
  let map;
  /** @param {NodeJS.CallSite} frame */
  const lineOf = (frame) => {
    if (frame.getFileName() !== script.path) return String(frame);
    map ??= new SourceMap(JSON.parse(script.sourceMap() ?? '{"version":3,"sources":[],"mappings":""}'));
    return String(frame).replace(
      `${script.path}:${frame.getLineNumber()}:${frame.getColumnNumber()}`,
      sourceOf(map, frame, script.path),
    );
  };
  Error.prepareStackTrace = (error, frames) =>
    [header(error), ...frames.map((f) => `    at ${lineOf(f)}`)].join("\n");
}

/** @param {SourceMap} map @param {NodeJS.CallSite} frame @param {string} path */
function sourceOf(map, frame, path) {
  const line = frame.getLineNumber() ?? 1;
  const column = frame.getColumnNumber() ?? 1;
  const entry = map.findEntry(line - 1, column - 1);
  if (!("originalSource" in entry)) return `${path}:${line}:${column}`;
  return `${resolve(dirname(path), entry.originalSource)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
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
  const ours = error.name === "InputError" ? /^ {4}at .*\/(modules|net)\// : undefined;
  const own = stack.split("\n").filter((line) => !foreign.test(line) && ours?.test(line) !== true);
  if (!own.some((line) => line.startsWith("    at "))) return stack;
  const here = relative(process.cwd(), root);
  return own.join("\n").replaceAll(`${root}/`, here === "" ? "" : `${here}/`);
}
