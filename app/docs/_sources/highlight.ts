// Colours code: every token gets the class of its kind, and code.css gives the classes their colours. No inline style,
// which the pages' policy forbids. Runs only where the app is built or tested.

import { createHighlighterCore, type ThemeInput } from "shiki/core";
import { createOnigurumaEngine } from "shiki/engine/oniguruma";
import json from "shiki/langs/json.mjs";
import shell from "shiki/langs/shellscript.mjs";
import tsx from "shiki/langs/tsx.mjs";
import typescript from "shiki/langs/typescript.mjs";

/** Grammars by the names that files and fenced blocks use. Of anything else nothing is coloured. */
const GRAMMARS: Readonly<Record<string, string>> = {
  ts: "typescript",
  mjs: "typescript",
  tsx: "tsx",
  sh: "shellscript",
  json: "json",
};

/** The kinds, and which of a grammar's scopes each takes. A later one wins over an earlier one of the same length. */
const KINDS: Readonly<Record<string, string[]>> = {
  comment: ["comment", "punctuation.definition.comment"],
  string: ["string", "punctuation.definition.string", "string.regexp"],
  keyword: [
    "keyword.control",
    "keyword.operator.new",
    "keyword.operator.expression",
    "storage",
    "variable.language",
  ],
  name: ["entity.name.function", "support.function", "meta.definition.variable entity.name.function"],
  type: ["entity.name.type", "support.type", "support.class", "entity.other.inherited-class"],
  value: ["constant.numeric", "constant.language"],
};

/** A colour for each kind that nobody sees: it only leads from the token back to the kind. */
const colourOf = (index: number) => `#0000${(index + 1).toString(16).padStart(2, "0").toUpperCase()}`;
const KIND_OF = new Map(Object.keys(KINDS).map((kind, index) => [colourOf(index), kind]));

const theme: ThemeInput = {
  name: "kinds",
  type: "light",
  fg: "#000000",
  bg: "#FFFFFF",
  settings: Object.values(KINDS).map((scope, index) => ({
    scope,
    settings: { foreground: colourOf(index) },
  })),
};

export interface Highlighter {
  /** One piece of HTML a line. */
  lines(code: string, language: string): string[];
}

export async function createHighlighter(): Promise<Highlighter> {
  const shiki = await createHighlighterCore({
    themes: [theme],
    langs: [typescript, tsx, shell, json],
    engine: createOnigurumaEngine(import("shiki/wasm")),
  });
  function colour(code: string, language: string): string[] {
    const lang = GRAMMARS[language];
    if (!lang) return code.split("\n").map(escapeHtml);
    const { tokens } = shiki.codeToTokens(code, { lang, theme: "kinds" });
    return tokens.map((line) => line.map(({ content, color }) => spanOf(content, color)).join(""));
  }
  // Several facts show the same lines.
  const known = new Map<string, string[]>();
  return {
    lines(code, language) {
      const key = `${language} ${code}`;
      const lines = known.get(key) ?? colour(code, language);
      known.set(key, lines);
      return lines;
    },
  };
}

function spanOf(content: string, color: string | undefined): string {
  const kind = KIND_OF.get(color?.toUpperCase() ?? "");
  return kind ? `<span class="code-${kind}">${escapeHtml(content)}</span>` : escapeHtml(content);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
