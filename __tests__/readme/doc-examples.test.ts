/**
 * The examples of doc comments compile, each for itself. They are lines of a stack's constructor, or of main.ts; names
 * that they do not declare are what the project exports, or what {@link GIVEN} has.
 */
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import ts from "typescript";
import { type Declaration, declarationOf, declarations, ROOT, tagsOf } from "../docs/declarations";

/** What examples take for granted. */
const GIVEN: Readonly<Record<string, string>> = {
  network: "Network",
  web: "WebServers",
  alb: "LoadBalancer",
  bastion: "Bastion",
  db: "Database",
};

const HEAD = `import { expect } from "@jest/globals";
import { App } from "cdktf";
import type { Construct } from "constructs";
`;

interface Example {
  readonly of: Declaration;
  readonly path: string;
  readonly text: string;
}

const examples: readonly Example[] = declarations.flatMap((of) =>
  tagsOf(of.doc, "example").map((code, i) => ({
    of,
    path: join(ROOT, `example-${of.name}-${i}.ts`),
    text: programOf(code),
  })),
);

function programOf(code: string): string {
  const words = new Set(code.match(/\b[A-Za-z]\w*\b/g));
  const given = Object.entries(GIVEN).filter(([name]) => words.has(name));
  const used = new Set(["BaseStack", ...words, ...given.map(([, type]) => type)]);
  const imports = [...used].flatMap((name) => {
    const file = declarationOf(name)?.file.replace(/\.ts$/, "");
    return file === undefined ? [] : [`import { ${name} } from "./${file}";\n`];
  });
  const values = given.map(([name, type]) => `declare const ${name}: ${type};\n`);
  const body = `export class Example extends BaseStack {\n  example(app: App): void {\n${code}\n  }\n}\n`;
  return [HEAD, ...imports, ...values, body].join("");
}

const texts = new Map(examples.map(({ path, text }) => [path, text]));

function compile(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const host = ts.createCompilerHost(options);
  return ts.createProgram(
    [...texts.keys()],
    { ...options, incremental: false },
    {
      ...host,
      fileExists: (path) => texts.has(path) || host.fileExists(path),
      readFile: (path) => texts.get(path) ?? host.readFile(path),
      getSourceFile: (path, version) => {
        const text = texts.get(path);
        return text === undefined
          ? host.getSourceFile(path, version)
          : ts.createSourceFile(path, text, version);
      },
    },
  );
}

const program = compile();

test.each(examples.map((example) => [`${example.of.file}:${example.of.name}`, example] as const))(
  "%s",
  (_, { path }) => {
    const source = program.getSourceFile(path);
    const faults = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const said = faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(said).toEqual([]);
  },
  60_000,
);
