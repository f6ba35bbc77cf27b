import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Another app that has nothing but lib/auth, the tables, and the files of the README's example.

export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
export const README = readFileSync(path.join(PROJECT, "lib/auth/README.md"), "utf8");

/** The README's code of one language, in order, without the indentation of a list. */
export function codeBlocks(language: string): string[] {
  const blocks = README.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\`$`, "gms"));
  return Array.from(blocks, ([, indent = "", code = ""]) =>
    code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

/** The README's files: each block of TypeScript whose first line names one. */
export function exampleFiles(): { name: string; code: string }[] {
  return [...codeBlocks("ts"), ...codeBlocks("tsx")].flatMap((code) => {
    const name = /^\/\/ ([\w./-]+\.tsx?)\n/.exec(code)?.[1];
    return name ? [{ name, code }] : [];
  });
}

export function writeInto(folder: string, name: string, content: string): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The README's first step: the core, and the tables that belong to it. */
export function copyCore(folder: string): void {
  cpSync(path.join(PROJECT, "lib/auth"), path.join(folder, "lib/auth"), { recursive: true });
  const [authTables = ""] = readFileSync(path.join(PROJECT, "db/sqlite/schema.ts"), "utf8").split(
    "// --- app ---",
  );
  writeInto(folder, "db/sqlite/schema.ts", authTables);
}

export interface LiftedApp {
  folder: string;
  remove(): void;
}

export function liftIntoNewApp(): LiftedApp {
  const folder = mkdtempSync(path.join(tmpdir(), "lifted-auth-"));
  copyCore(folder);
  // An app that was lifted itself has those of its own engine.
  const all = ["db/sqlite/migrations", "db/postgres/migrations"];
  for (const migrations of all.filter((each) => existsSync(path.join(PROJECT, each))))
    cpSync(path.join(PROJECT, migrations), path.join(folder, migrations), { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  for (const { name, code } of exampleFiles()) writeInto(folder, name, code);
  writeInto(folder, "tsconfig.json", JSON.stringify(TSCONFIG));
  writeInto(folder, "package.json", '{"type":"module"}');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What `create-next-app` writes, its old target too, and stricter. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2017",
    lib: ["dom", "dom.iterable", "esnext"],
    module: "esnext",
    moduleResolution: "bundler",
    jsx: "preserve",
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    noEmit: true,
    types: ["node"],
    paths: { "@/*": ["./*"] },
  },
  include: ["**/*.ts", "**/*.tsx"],
  exclude: ["node_modules"],
};
