import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureBuild, fingerprint } from "./build";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "build-"));
  put("app/page.tsx", "1");
  put("lib/auth/contract.ts", "1");
  put("db/sqlite/schema.ts", "1");
  put("tsconfig.json", "{}");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("fingerprint", () => {
  it.each([
    "app/page.tsx",
    "lib/auth/contract.ts",
    "db/sqlite/schema.ts",
    "public/new.svg",
    "proxy.ts",
    "package-lock.json",
  ])("changes with %s", (file) => {
    const before = fingerprint(folder);
    put(file, "2");
    expect(fingerprint(folder)).not.toBe(before);
  });

  it.each([
    "app/page.test.tsx",
    "lib/auth/contract.test.ts",
    "e2e/x.spec.ts",
    "scripts/x.ts",
    "data/coatcheck.db",
  ])("does not change with %s", (file) => {
    const before = fingerprint(folder);
    put(file, "2");
    expect(fingerprint(folder)).toBe(before);
  });

  it("changes when a file is renamed", () => {
    const before = fingerprint(folder);
    rmSync(path.join(folder, "app/page.tsx"));
    put("app/other.tsx", "1");
    expect(fingerprint(folder)).not.toBe(before);
  });
});

describe("ensureBuild", () => {
  it("builds nothing while the stamp fits the sources and the build it stands in", async () => {
    put(".next/BUILD_ID", "abc");
    put(".next/coatcheck-build", `abc ${fingerprint(folder)}`);
    await expect(ensureBuild(folder)).resolves.toEqual({ kind: "fresh" });
  });

  it.each([
    ["the sources changed", () => put("app/page.tsx", "2")],
    ["another build stands there", () => put(".next/BUILD_ID", "def")],
    ["the build is gone", () => rmSync(path.join(folder, ".next"), { recursive: true })],
  ])("builds when %s", async (_, change) => {
    put(".next/BUILD_ID", "abc");
    put(".next/coatcheck-build", `abc ${fingerprint(folder)}`);
    change();
    // In the place of Next, so that nothing else is found further up: what it is called with, and a build.
    put(
      "node_modules/next/dist/bin/next",
      'const fs = require("node:fs"); fs.mkdirSync(".next", { recursive: true }); fs.writeFileSync(".next/BUILD_ID", process.argv[2]);',
    );
    let started = false;
    expect(await ensureBuild(folder, { onStart: () => (started = true) })).toEqual({ kind: "built" });
    expect(started).toBe(true);
    expect(await ensureBuild(folder)).toEqual({ kind: "fresh" });
  });
});

function put(file: string, content: string): void {
  const place = path.join(folder, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, content);
}
