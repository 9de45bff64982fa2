/**
 * Checks the types of the TypeScript files named on the command line, and of no other: what they import is checked by
 * `npm run types`, which takes twice as long. Prints the faults; exit code 1 if there are any.
 */
import { createRequire } from "node:module";
import { resolve } from "node:path";

// From the folder that it is run in, so that the project's own TypeScript is used.
const ts = createRequire(resolve("package.json"))("typescript");

const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
const files = process.argv.slice(2).map((file) => resolve(file));
const program = ts.createProgram(files, { ...options, incremental: false, tsBuildInfoFile: undefined });
const faults = files.flatMap((file) => {
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
});
const host = {
  getCanonicalFileName: (/** @type {string} */ name) => name,
  getCurrentDirectory: () => process.cwd(),
  getNewLine: () => "\n",
};
console.log(ts.formatDiagnostics([...program.getOptionsDiagnostics(), ...faults], host).trim());
process.exitCode = faults.length === 0 ? 0 : 1;
