// Reads from the sources what the documentation shows: the lines of every fact and of its test, and our documents as
// HTML. Runs where the app is built, so a deployed server needs no source tree; whatever is missing stops the build.

import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Fact, Place } from "../_facts/fact.ts";
import { FACTS } from "../_facts/list.ts";
import { codeFigure } from "./code-figure.ts";
import { createHighlighter, type Highlighter } from "./highlight.ts";
import { type RenderedMarkdown, renderMarkdown } from "./markdown.ts";
import { type Lines, parseSource, SourceError, type SourceFile } from "./symbols.ts";

/** A piece of a file, as it is shown. */
export interface Shown extends Lines {
  file: string;
  html: string;
}

export interface ShownFact {
  places: readonly Shown[];
  /** Some lines of them are marked. */
  hasMarks: boolean;
  test: Shown & {
    /** With what its file says around it; "…" for what it is tried with. */
    name: string;
  };
}

export interface Document extends RenderedMarkdown {
  /** The last part of its address. */
  slug: string;
  title: string;
}

export interface Content {
  facts: Readonly<Record<string, ShownFact>>;
  /** lib/auth/README.md. */
  auth: Document;
  /** How to run it, from the README. */
  operations: Document;
  /** docs/decisions, in their order. */
  decisions: readonly Document[];
}

const AUTH_README = "lib/auth/README.md";
const README = "README.md";
export const DECISIONS = "docs/decisions";
const MAKERS = "app/docs/{_facts,_sources}/*.ts";
/** The README's sections about running the app. */
const OPERATIONS = ["Configuration", "The life of a credential", "Changing keys", "Limits"];

/** All that the content is made from, whether it is there or not; also the code that makes it. */
export function filesOfContent(root: string): string[] {
  const ofFacts = Object.values(FACTS).flatMap(({ places, test }) =>
    [...places, test].map(({ file }) => file),
  );
  return [
    ...new Set([...ofFacts, AUTH_README, README, ...recordsIn(root), ...globSync(MAKERS, { cwd: root })]),
  ];
}

const recordsIn = (root: string): string[] => globSync(`${DECISIONS}/[0-9]*.md`, { cwd: root }).sort();

export async function readContent(root: string): Promise<Content> {
  const highlighter = await createHighlighter();
  const tree = openTree(root, highlighter);
  return {
    facts: Object.fromEntries(Object.entries(FACTS).map(([id, fact]) => [id, showFact(tree, fact)])),
    auth: document(tree, AUTH_README, tree.text(AUTH_README), 1),
    operations: {
      ...document(tree, README, `# Running it\n\n${sections(tree.text(README), OPERATIONS)}`),
      slug: "operations",
    },
    decisions: recordsIn(root).map((file) => document(tree, file, tree.text(file))),
  };
}

interface Tree {
  root: string;
  highlighter: Highlighter;
  text(file: string): string;
  source(file: string): SourceFile;
}

function openTree(root: string, highlighter: Highlighter): Tree {
  const texts = new Map<string, string>();
  const sources = new Map<string, SourceFile>();
  function text(file: string): string {
    const known = texts.get(file);
    if (known !== undefined) return known;
    if (!existsSync(path.join(root, file))) throw new SourceError(`${file} does not exist`);
    const content = readFileSync(path.join(root, file), "utf8");
    texts.set(file, content);
    return content;
  }
  function source(file: string): SourceFile {
    const parsed = sources.get(file) ?? parseSource(file, text(file));
    sources.set(file, parsed);
    return parsed;
  }
  return { root, highlighter, text, source };
}

function showFact(tree: Tree, { places, test }: Fact): ShownFact {
  const { suites, ...lines } = tree.source(test.file).test(test.name);
  const name = [...suites, test.name].join(": ").replaceAll(/%[a-z]|\$\w+|\$\{[^}]*\}/g, "…");
  return {
    places: places.map((place) => showPlace(tree, place)),
    hasMarks: places.some(({ marks }) => marks),
    test: { ...show(tree, test.file, lines), name },
  };
}

function showPlace(tree: Tree, { file, symbol, marks = [] }: Place): Shown {
  const source = tree.source(file);
  const lines = source.symbol(symbol);
  return show(
    tree,
    file,
    lines,
    marks.map((mark) => source.mark(mark, lines)),
  );
}

function show(tree: Tree, file: string, lines: Lines, marked: Lines[] = []): Shown {
  const { from, to } = lines;
  const label = `${file}, ${from === to ? `line ${from}` : `lines ${from} to ${to}`}`;
  const code = withoutIndent(tree.source(file).lines.slice(from - 1, to));
  const coloured = tree.highlighter.lines(code, path.extname(file).slice(1));
  return { file, ...lines, html: codeFigure({ lines: coloured, label, from, marked }) };
}

function withoutIndent(lines: readonly string[]): string {
  const indents = lines.filter(Boolean).map((line) => line.length - line.trimStart().length);
  return lines.map((line) => line.slice(Math.min(...indents))).join("\n");
}

/** The parts of a document under these headings, in this order, each with what is under it. */
function sections(text: string, titles: readonly string[]): string {
  const parts = text.split(/^(?=#{2,3} )/m);
  return titles
    .map((title) => {
      const part = parts.find((candidate) => candidate.replace(/^#+ /, "").startsWith(`${title}\n`));
      if (!part) throw new SourceError(`${README} has no section “${title}”`);
      return part.replace(/^#+ /, "## ");
    })
    .join("");
}

function document(tree: Tree, file: string, text: string, deeper = 0): Document {
  const [, title = "", body = ""] = /^# ([^\n]+)\n(.*)$/s.exec(text) ?? [];
  if (!title) throw new SourceError(`${file} does not begin with a title`);
  const { highlighter } = tree;
  const resolve = (href: string) => resolveLink(tree, file, href);
  const rendered = renderMarkdown(body, { file, highlighter, deeper, resolve });
  return { slug: path.basename(file, ".md"), title: title.replaceAll("`", ""), ...rendered };
}

/** Where a link in `from` leads on the site. Throws when nothing is there. */
function resolveLink({ root }: Tree, from: string, href: string): string | null {
  if (/^(https:|#)/.test(href)) return href;
  if (href.startsWith("http:")) return null;
  const [name = "", hash] = href.split("#");
  const target = path.posix.join(path.posix.dirname(from), name);
  if (!existsSync(path.join(root, target)))
    throw new SourceError(`${from} leads to ${target}, which does not exist`);
  const address = addressOf(target);
  return address === null ? null : `${address}${hash ? `#${hash}` : ""}`;
}

function addressOf(file: string): string | null {
  if (file === AUTH_README) return "/docs";
  if (file === `${DECISIONS}/README.md`) return "/docs#decisions";
  if (file === README) return "/docs/operations";
  return path.posix.dirname(file) === DECISIONS && file.endsWith(".md")
    ? `/docs/decisions/${path.posix.basename(file, ".md")}`
    : null;
}
