// Finds lines in a source file: those of a symbol, of a statement inside it, of a test. Uses TypeScript's own parser, so
// it runs only where the app is built or tested. Whatever is not there, or is there twice, is an error.

import ts from "typescript";

/** Both ends are in. Counted from 1. */
export interface Lines {
  from: number;
  to: number;
}

/** The facts name something that the sources do not have. Stops the build. */
export class SourceError extends Error {
  override name = "SourceError";
}

export interface SourceFile {
  file: string;
  lines: readonly string[];
  /** `symbol`: names from the outside in, "createAccessTokenCodec.decode". With its comment above. */
  symbol(symbol: string): Lines;
  /** The smallest statement or member inside `within` that has this text. */
  mark(text: string, within: Lines): Lines;
  /** The one test with this name (placeholders as they are written), and the names of the suites around it. */
  test(name: string): Lines & { suites: string[] };
  /** Every text that is given as the name of a step to a trace. */
  stepNames(): string[];
}

export function parseSource(file: string, text: string): SourceFile {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kindOf(file));
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const lines = text.split("\n");

  const linesOf = (node: ts.Node): Lines => ({
    from: lineAt(node.getStart(source)),
    to: lineAt(node.getEnd()),
  });

  /** With the comments that stand directly above. */
  function withComments(node: ts.Node): Lines {
    const lines = linesOf(node);
    const above = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
    for (const { pos, end } of above.toReversed())
      if (lineAt(end) === lines.from - 1) lines.from = lineAt(pos);
    return lines;
  }

  function one<T>(found: readonly T[], what: string): T {
    const [only, ...others] = found;
    if (only === undefined) throw new SourceError(`${file} has no ${what}`);
    if (others.length > 0) throw new SourceError(`${file} has ${what} ${found.length} times`);
    return only;
  }

  return {
    file,
    lines,
    symbol(symbol) {
      const found = symbol
        .split(".")
        .reduce<ts.Node>((outer, name) => one(declarations(outer, name), `symbol ${symbol}`), source);
      return withComments(declarationOf(found));
    },
    mark(text, within) {
      const starts = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
      const line = one(
        starts.filter((start) => start >= within.from && start <= within.to),
        `"${text}" in lines ${within.from} to ${within.to}`,
      );
      const position = source.getPositionOfLineAndCharacter(line - 1, (lines[line - 1] ?? "").indexOf(text));
      let smallest: Lines = { from: line, to: line };
      for (let node = nodeAt(source, position); node.parent; node = node.parent)
        if (isWhole(node)) {
          smallest = linesOf(node);
          break;
        }
      return smallest.from < within.from || smallest.to > within.to ? { from: line, to: line } : smallest;
    },
    test(name) {
      const found = one(testsNamed(source, name), `test "${name}"`);
      return { ...linesOf(found), suites: suitesAround(found) };
    },
    stepNames: () => stepNamesIn(source),
  };
}

const kindOf = (file: string) => (file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

/** What has this name directly in `outer`, or in a function's body: no name inside another name. */
function declarations(outer: ts.Node, name: string): ts.Node[] {
  const found: ts.Node[] = [];
  const look = (node: ts.Node): void => {
    if (node !== outer && nameOf(node) !== null) {
      if (nameOf(node) === name) found.push(node);
      // A type that is written out may have members of the same names.
      else if (ts.isVariableDeclaration(node)) ts.forEachChild(node, look);
      return;
    }
    ts.forEachChild(node, look);
  };
  look(outer);
  return found;
}

function nameOf(node: ts.Node): string | null {
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isPropertySignature(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isClassDeclaration(node);
  return isNamed && node.name && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))
    ? node.name.text
    : null;
}

/** `const a = 1` is declared by its whole statement. */
function declarationOf(node: ts.Node): ts.Node {
  return ts.isVariableDeclaration(node) ? node.parent.parent : node;
}

function nodeAt(node: ts.Node, position: number): ts.Node {
  const inner = ts.forEachChild(node, (child) =>
    child.getStart() <= position && position < child.getEnd() ? child : undefined,
  );
  return inner ? nodeAt(inner, position) : node;
}

const isWhole = (node: ts.Node): boolean =>
  ts.isStatement(node) ||
  ts.isObjectLiteralElement(node) ||
  ts.isTypeElement(node) ||
  ts.isClassElement(node);

/** `it("name", …)`, `test("name", …)`, `it.each(…)("name", …)`. */
function testsNamed(source: ts.SourceFile, name: string): ts.Node[] {
  const found: ts.Node[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(it|test)\b/.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title && textOf(title) === name) found.push(node);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

function suitesAround(test: ts.Node): string[] {
  const suites: string[] = [];
  for (let node = test.parent; node; node = node.parent)
    if (ts.isCallExpression(node) && /^describe\b/.test(node.expression.getText())) {
      const title = node.arguments[0] && textOf(node.arguments[0]);
      if (title) suites.unshift(title);
    }
  return suites;
}

function stepNamesIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText(source);
      const title = /(^|[.?])begin$/.test(called)
        ? node.arguments[0]
        : called === "step"
          ? node.arguments[1]
          : null;
      const text = title && textOf(title);
      if (text) found.push(text);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found;
}

/** The text of a string; of a template as it is written, without its quotes. */
function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : null;
}
