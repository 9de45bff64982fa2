/** What the rooms that users touch export, with its doc comments; parsed, not type-checked, so that it takes no time. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

export const ROOT = resolve(__dirname, "../..");

/** Their exports are documented. */
const ROOMS = ["net", "modules", "stacks"];
const FILES = ["review/matchers.ts"];

const TAG = /(?:^|\s)@(default|example|param|returns|see|throws)\b/;

/** A doc comment taken apart. */
export interface Doc {
  /** What stands before the first tag. */
  readonly text: string;
  readonly tags: readonly Tag[];
}

interface Tag {
  readonly name: string;
  readonly text: string;
}

export type DeclarationNode =
  | ts.ClassDeclaration
  | ts.FunctionDeclaration
  | ts.VariableDeclaration
  | ts.TypeAliasDeclaration
  | ts.InterfaceDeclaration;

/** One export. */
export interface Declaration {
  /** From the project's folder. */
  readonly file: string;
  readonly name: string;
  readonly node: DeclarationNode;
  readonly doc: Doc;
}

/** A member of a class or interface that is public. */
export interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly doc: Doc;
}

export const sources: ReadonlyMap<string, ts.SourceFile> = new Map(
  [...ROOMS.flatMap(filesOf), ...FILES].map((file) => [file, parse(file)]),
);

export const declarations: readonly Declaration[] = [...sources].flatMap(([file, source]) =>
  source.statements.filter(isExported).flatMap((statement) =>
    nodesOf(statement).map((node) => ({
      file,
      name: node.name?.getText() ?? "",
      node,
      doc: docOf(statement),
    })),
  ),
);

const BY_NAME: ReadonlyMap<string, Declaration> = new Map(declarations.map((each) => [each.name, each]));

export function declarationOf(name: string): Declaration | undefined {
  return BY_NAME.get(name);
}

/** The sentence that a file opens with. */
export function openingOf(file: string): string {
  const [comment = ""] = /^\/\*\*[\s\S]*?\*\//.exec(sources.get(file)?.text ?? "") ?? [];
  return docIn(comment).text;
}

/** Classes that stand in a construct tree. */
export function constructs(): readonly Declaration[] {
  return declarations.filter(({ node }) => ts.isClassDeclaration(node) && isConstruct(basesOf(node)[0]));
}

function isConstruct(base: Base | undefined): boolean {
  if (base === undefined) return false;
  const node = BY_NAME.get(base.name)?.node;
  const isBuiltIn = base.name === "Construct" || base.name === "TerraformStack";
  return isBuiltIn || (node !== undefined && isConstruct(basesOf(node)[0]));
}

interface Base {
  readonly name: string;
  /** What `Omit` leaves out of it. */
  readonly without: readonly string[];
}

/** What a class or interface extends. */
function basesOf(node: DeclarationNode): readonly Base[] {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
  const clauses = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? [];
  return clauses.flatMap(({ types }) =>
    types.map(({ expression, typeArguments: [of, keys] = [] }) => ({
      name: expression.getText() === "Omit" && of !== undefined ? of.getText() : expression.getText(),
      without: keys === undefined ? [] : [...keys.getText().matchAll(/"(\w+)"/g)].map(([, key = ""]) => key),
    })),
  );
}

/** The members that a declaration writes itself; of a class the public ones that it does not override. */
export function ownMembers({ node }: Declaration): readonly Member[] {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
  return [...node.members].filter(isPublic).map((member) => ({
    name: member.name?.getText() ?? "",
    isOptional: "questionToken" in member && member.questionToken !== undefined,
    doc: docOf(member),
  }));
}

/** An interface's own members and those that it inherits. */
export function allMembers(declaration: Declaration): readonly Member[] {
  const own = ownMembers(declaration);
  const inherited = basesOf(declaration.node).flatMap(({ name, without }) => {
    const base = BY_NAME.get(name);
    return base === undefined ? [] : allMembers(base).filter((member) => !without.includes(member.name));
  });
  return [...own, ...inherited.filter(({ name }) => !own.some((member) => member.name === name))];
}

/** The interfaces named `…Props`, and every exported type that they are made of. */
export function inputTypes(): readonly Declaration[] {
  const found = new Set<Declaration>();
  const add = (each: Declaration): void => {
    if (found.has(each) || !(ts.isInterfaceDeclaration(each.node) || ts.isTypeAliasDeclaration(each.node)))
      return;
    found.add(each);
    for (const name of namesIn(each.node)) {
      const next = BY_NAME.get(name);
      if (next !== undefined) add(next);
    }
  };
  declarations.filter(({ name }) => name.endsWith("Props")).forEach(add);
  return [...found];
}

function namesIn(node: ts.Node): readonly string[] {
  const own = ts.isIdentifier(node) ? [node.text] : [];
  return [...own, ...childrenOf(node).flatMap(namesIn)];
}

/** Every property that the type of a declaration has, also those of the objects within it. */
export function propertiesOf({ node }: Declaration): readonly Member[] {
  return signaturesIn(node).map((member) => ({
    name: member.name.getText(),
    isOptional: member.questionToken !== undefined,
    doc: docOf(member),
  }));
}

function signaturesIn(node: ts.Node): readonly ts.PropertySignature[] {
  const own = ts.isPropertySignature(node) ? [node] : [];
  return [...own, ...childrenOf(node).flatMap(signaturesIn)];
}

export function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

export function tagsOf({ tags }: Doc, name: string): readonly string[] {
  return tags.filter((tag) => tag.name === name).map(({ text }) => text);
}

function filesOf(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${room}/${name}`)
    .sort();
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true);
}

function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && hasModifier(node, ts.SyntaxKind.ExportKeyword);
}

function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

function nodesOf(statement: ts.Statement): readonly DeclarationNode[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
  const isOne =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement);
  return isOne ? [statement] : [];
}

function isPublic(member: ts.ClassElement | ts.TypeElement): boolean {
  if (ts.isConstructorDeclaration(member)) return false;
  const hiding = [
    ts.SyntaxKind.PrivateKeyword,
    ts.SyntaxKind.ProtectedKeyword,
    ts.SyntaxKind.OverrideKeyword,
  ];
  return !ts.canHaveModifiers(member) || !hiding.some((kind) => hasModifier(member, kind));
}

/** As an editor shows it: the last comment before the node. One that opens the file, above an empty line, is the file's. */
function docOf(node: ts.Node): Doc {
  const { text } = node.getSourceFile();
  const comments = (ts.getLeadingCommentRanges(text, node.pos) ?? [])
    .filter(({ pos, end }) => text.startsWith("/**", pos) && !(pos === 0 && text.startsWith("\n\n", end)))
    .map(({ pos, end }) => text.slice(pos, end));
  return docIn(comments.at(-1) ?? "");
}

function docIn(comment: string): Doc {
  const body = comment.replaceAll(/^\/\*\*|\*\/$|^ *\*(?!\/) ?/gm, "");
  const [text = "", ...parts] = body.split(TAG);
  const tags = parts.flatMap((name, i) => (i % 2 === 0 ? [{ name, text: (parts[i + 1] ?? "").trim() }] : []));
  return { text: text.trim(), tags };
}
