/**
 * The defaults that code gives to what is left out of a parameter of type T, wherever it says so: `{ x = 1 }: T`,
 * `const { x = 1 } = props`, `props.x ?? 1`, `{ x: 1, ...props }`.
 */
import { join } from "node:path";
import ts from "typescript";
import { childrenOf, type DeclarationNode, sources } from "./declarations";

/** A literal, or what is none: a call, a name that is no constant. */
export type Literal = { readonly value: unknown } | "no literal";

export interface CodeDefault {
  /** The type that the prop is read from. */
  readonly type: string;
  readonly prop: string;
  readonly is: Literal;
  readonly place: string;
}

export const codeDefaults: readonly CodeDefault[] = [...sources.values()].flatMap((source) =>
  functionsIn(source).flatMap((each) => each.parameters.flatMap((parameter) => ofParameter(each, parameter))),
);

type Written = readonly [prop: string, value: ts.Expression];

function functionsIn(node: ts.Node): readonly ts.FunctionLikeDeclaration[] {
  const own = ts.isFunctionLike(node) && "body" in node ? [node as ts.FunctionLikeDeclaration] : [];
  return [...own, ...childrenOf(node).flatMap(functionsIn)];
}

function ofParameter(
  { body }: ts.FunctionLikeDeclaration,
  { type, name }: ts.ParameterDeclaration,
): readonly CodeDefault[] {
  if (type === undefined || !ts.isTypeReferenceNode(type)) return [];
  const found = [...inPattern(name), ...(body === undefined ? [] : inBody(body, variableOf(name)))];
  return found.map(([prop, value]) => ({
    type: type.typeName.getText(),
    prop,
    is: literalOf(value),
    place: placeOf(value),
  }));
}

/** The parameter itself, or what holds the rest of it. */
function variableOf(name: ts.BindingName): string | undefined {
  if (ts.isIdentifier(name)) return name.text;
  return [...name.elements]
    .find((each) => !ts.isOmittedExpression(each) && each.dotDotDotToken)
    ?.getText()
    .slice(3);
}

function inPattern(name: ts.BindingName): readonly Written[] {
  if (!ts.isObjectBindingPattern(name)) return [];
  return name.elements.flatMap(({ propertyName, name: local, initializer }) =>
    initializer === undefined ? [] : [[(propertyName ?? local).getText(), initializer] as const],
  );
}

function inBody(node: ts.Node, variable: string | undefined): readonly Written[] {
  const isVariable = (each: ts.Node | undefined): boolean => each?.getText() === variable;
  const inner = childrenOf(node).flatMap((child) => inBody(child, variable));
  if (ts.isVariableDeclaration(node) && isVariable(node.initializer))
    return [...inPattern(node.name), ...inner];
  if (ts.isObjectLiteralExpression(node)) return [...beforeSpread(node, isVariable), ...inner];
  const isFallback =
    ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
  if (isFallback && ts.isPropertyAccessExpression(node.left) && isVariable(node.left.expression))
    return [[node.left.name.text, node.right], ...inner];
  return inner;
}

/** `{ x: 1, ...props }`: what a spread that comes later may replace. */
function beforeSpread(
  { properties }: ts.ObjectLiteralExpression,
  isVariable: (node: ts.Node) => boolean,
): readonly Written[] {
  const spread = properties.findIndex((each) => ts.isSpreadAssignment(each) && isVariable(each.expression));
  return properties
    .slice(0, Math.max(spread, 0))
    .flatMap((each) =>
      ts.isPropertyAssignment(each) ? [[each.name.getText(), each.initializer] as const] : [],
    );
}

function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** What a text says as an expression: `"t4g.micro"`, `{ kind: "gateway" }`. */
export function literalIn(text: string): Literal {
  const source = ts.createSourceFile("default.ts", `(${text})`, ts.ScriptTarget.ES2022, true);
  const [statement, ...more] = source.statements;
  const isWhole =
    more.length === 0 && statement?.getText() === `(${text})` && ts.isExpressionStatement(statement);
  const isSound = ts.transpileModule(`(${text})`, { reportDiagnostics: true }).diagnostics?.length === 0;
  return isWhole && isSound ? literalOf(statement.expression) : "no literal";
}

function literalOf(node: ts.Expression): Literal {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    return literalOf(node.expression);
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return { value: Number(node.text) };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (ts.isArrayLiteralExpression(node)) return arrayOf(node);
  if (ts.isObjectLiteralExpression(node)) return objectOf(node);
  return ts.isIdentifier(node) ? constantOf(node) : "no literal";
}

function arrayOf({ elements }: ts.ArrayLiteralExpression): Literal {
  const items = elements.map(literalOf);
  return items.every((item) => item !== "no literal")
    ? { value: items.map((item) => item.value) }
    : "no literal";
}

function objectOf({ properties }: ts.ObjectLiteralExpression): Literal {
  const entries: (readonly [string, unknown])[] = [];
  for (const each of properties) {
    const is = ts.isPropertyAssignment(each) ? literalOf(each.initializer) : "no literal";
    if (is === "no literal") return is;
    entries.push([each.name?.getText() ?? "", is.value]);
  }
  return { value: Object.fromEntries(entries) };
}

/** Of a constant of the same file, or of one that it imports. */
function constantOf(node: ts.Identifier): Literal {
  const source = node.getSourceFile();
  const from = source.statements
    .filter(ts.isImportDeclaration)
    .find(({ importClause }) => new RegExp(`\\b${node.text}\\b`).test(importClause?.getText() ?? ""));
  const path = from === undefined ? "" : (from.moduleSpecifier as ts.StringLiteral).text;
  const file = from === undefined ? source : sources.get(`${join(source.fileName, "..", path)}.ts`);
  const constant = file?.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }): readonly DeclarationNode[] => declarationList.declarations)
    .find(({ name }) => name?.getText() === node.text);
  const value =
    constant !== undefined && ts.isVariableDeclaration(constant) ? constant.initializer : undefined;
  return value === undefined ? "no literal" : literalOf(value);
}
