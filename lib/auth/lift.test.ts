import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT } from "./testing/lifted";

// lib/auth can be copied: it leans on nothing else of ours. That it compiles and passes elsewhere is shown by
// services/lift-core.test.ts.

const AUTH = path.join(PROJECT, "lib/auth");
const PACKAGES = [
  "jose",
  "iron-session",
  "zod",
  "lru-cache",
  "@node-rs/argon2",
  "drizzle-orm",
  "pg",
  "redis",
];
const FOR_TESTS = ["vitest", "fast-check", "better-sqlite3"];
const isForTests = (file: string) => /\.test\.ts$|^testing\/|contract-suite/.test(file);

const files = readdirSync(AUTH, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const sources = files.map((file) => ({ file, code: readFileSync(path.join(AUTH, file), "utf8") }));
const core = sources.filter(({ file }) => !isForTests(file));
const withoutComments = (code: string) => code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");

describe("lib/auth", () => {
  it("imports itself, the tables, node: and the packages its README names, and nothing else", () => {
    expect(core.length).toBeGreaterThan(10);
    const wrong: string[] = [];
    for (const { file, code } of sources) {
      const packages = isForTests(file) ? [...PACKAGES, ...FOR_TESTS] : PACKAGES;
      const imports = withoutComments(code).matchAll(/(?:from|import\(|import) ?"([^"]+)"/g);
      for (const [, name = ""] of imports) {
        const target = path.relative(PROJECT, path.resolve(AUTH, path.dirname(file), name));
        const isOurs =
          name.startsWith(".") && (target.startsWith("lib/auth/") || target === "db/sqlite/schema");
        const isPackage = packages.some((allowed) => name === allowed || name.startsWith(`${allowed}/`));
        if (!isOurs && !isPackage && !name.startsWith("node:")) wrong.push(`${file} imports ${name}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("imports in its core nothing that is made for its tests", () => {
    for (const { file, code } of core) {
      expect(code, file).not.toMatch(/from ["][^"]*(testing\/|\.test|contract-|vitest|fast-check)/);
    }
  });

  it("reads no environment, no cookie, and no time but its clock's", () => {
    for (const { file, code } of core) {
      const bare = withoutComments(code).replace("now: () => new Date()", "");
      expect(bare, file).not.toMatch(/process\.env|Date\.now\(|new Date\(\)|document\.|console\./);
      if (file !== "trace.ts") expect(bare, file).not.toContain("performance.now");
    }
  });

  it("asks for a mode or a strategy by name in one file only", () => {
    for (const { file, code } of core.filter((source) => source.file !== "create-auth.ts")) {
      expect(withoutComments(code), file).not.toMatch(
        /([!=]== ?|case )"(session|jwt|expiry-only|denylist|token-version|introspection)"/,
      );
    }
  });
});
