import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Another app that has nothing but lib/auth, the tables, and the README's example.

export const PROJECT = fileURLToPath(new URL("../../..", import.meta.url));
export const README = readFileSync(path.join(PROJECT, "lib/auth/README.md"), "utf8");

/** The README's code of one language, in order, without the indentation of a list. */
export function codeBlocks(language: string): string[] {
  const blocks = README.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\`$`, "gms"));
  return Array.from(blocks, ([, indent = "", code = ""]) =>
    code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

export interface LiftedApp {
  folder: string;
  remove(): void;
}

export function liftIntoNewApp(): LiftedApp {
  const folder = mkdtempSync(path.join(tmpdir(), "lifted-auth-"));
  for (const name of ["lib/auth", "db/migrations"]) {
    cpSync(path.join(PROJECT, name), path.join(folder, name), { recursive: true });
  }
  const [authTables = ""] = readFileSync(path.join(PROJECT, "db/schema.ts"), "utf8").split("// --- app ---");
  mkdirSync(path.join(folder, "db"), { recursive: true });
  writeFileSync(path.join(folder, "db/schema.ts"), authTables);
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  const [example = "", proxy = ""] = codeBlocks("ts");
  const [page = ""] = codeBlocks("tsx");
  writeFileSync(path.join(folder, "sign-in.ts"), example);
  writeFileSync(path.join(folder, "page.tsx"), page);
  writeFileSync(path.join(folder, "proxy.ts"), proxy);
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
  writeFileSync(path.join(folder, "package.json"), '{"type":"module"}');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** What `create-next-app` writes, as strict as can be. */
const TSCONFIG = {
  compilerOptions: {
    target: "es2024",
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
  },
  include: ["**/*.ts", "**/*.tsx"],
  exclude: ["node_modules"],
};
