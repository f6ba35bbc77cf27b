// Proves that the layer rules bite: a small tree in which each rule is broken once must be reported, edge by
// edge, and the same tree's permitted imports must not.

import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { run } from "./run";

const root = path.dirname(import.meta.dirname);

/** Who imports what, and the rules that it breaks. The target is a file of the tree or a package. */
const FORBIDDEN: [rule: string, from: string, to: string][] = [
  ["no-circular", "lib/audit/a.ts", "lib/audit/b.ts"],
  ["not-to-unresolvable", "lib/audit/c.ts", "./nowhere"],
  ["auth-knows-no-framework", "lib/auth/one.ts", "next/headers"],
  ["auth-knows-no-framework", "lib/auth/two.ts", "react"],
  ["auth-knows-no-framework", "lib/auth/three.ts", "server-only"],
  ["auth-stands-alone", "lib/auth/four.ts", "lib/settings/read.ts"],
  ["auth-stands-alone", "lib/auth/stores/sqlite-x.ts", "db/client.ts"],
  ["auth-stands-alone", "lib/auth/five.ts", "proxy.ts"],
  ["only-sql-stores-know-the-schema", "lib/auth/six.ts", "db/schema.ts"],
  ["only-sql-stores-know-the-schema", "lib/auth/stores/memory.ts", "better-sqlite3"],
  ["modes-know-only-the-contract", "lib/auth/jwt-mode.ts", "lib/auth/session-mode.ts"],
  ["modes-know-only-the-contract", "lib/auth/session-mode.ts", "drizzle-orm"],
  ["stores-know-no-credentials", "lib/auth/stores/sqlite-y.ts", "lib/auth/codecs/jws.ts"],
  ["stores-know-no-credentials", "lib/auth/stores/sqlite-z.ts", "lib/auth/jwt-mode.ts"],
  ["codecs-do-no-io", "lib/auth/codecs/sealed.ts", "lib/auth/stores/memory.ts"],
  ["app-uses-lib", "app/one/page.tsx", "jose"],
  ["app-uses-lib", "app/two/page.tsx", "drizzle-orm"],
  ["app-uses-lib", "app/three/page.tsx", "iron-session"],
  ["app-uses-lib", "app/four/page.tsx", "better-sqlite3"],
  ["app-uses-lib", "proxy.ts", "jose"],
  ["app-knows-auth-by-type", "app/five/page.tsx", "lib/auth/random.ts"],
  ["app-knows-auth-by-type", "proxy.ts", "lib/auth/random.ts"],
  ["app-leaves-db-alone", "app/six/page.tsx", "db/schema.ts"],
  ["lib-knows-no-routes", "lib/settings/write.ts", "app/_ui/card.tsx"],
  ["lib-knows-no-routes", "lib/settings/more.ts", "scripts/tool.ts"],
  ["db-knows-nothing", "db/seed.ts", "lib/auth/random.ts"],
  ["app-runs-without-scripts", "app/seven/page.tsx", "scripts/tool.ts"],
  ["naive-stays-in-its-lab", "lib/labs/theft/lanes.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "lib/labs/engine/world.ts", "lib/labs/races/naive/rotate.ts"],
  ["naive-stays-in-its-lab", "lib/settings/borrow.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "lib/settings/borrow.test.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "app/twelve/page.tsx", "lib/labs/races/naive/index.ts"],
  ["client-takes-types-and-ui", "app/eight/form.client.tsx", "lib/settings/read.ts"],
  ["client-takes-types-and-ui", "app/nine/form.client.tsx", "app/nine/helper.ts"],
  ["client-takes-react-and-next", "app/ten/form.client.tsx", "zod"],
  ["client-takes-react-and-next", "app/eleven/form.client.tsx", "node:path"],
  ["ui-has-no-data", "app/_ui/table.tsx", "lib/settings/read.ts"],
  ["e2e-stays-outside", "e2e/one.spec.ts", "lib/settings/read.ts"],
  ["e2e-stays-outside", "e2e/two.test.ts", "db/schema.ts"],
];

/** The other half of the circle, which is reported once. */
const BACK = ["lib/audit/b.ts", "lib/audit/a.ts"];

const ALLOWED: [from: string, to: string, type?: "type"][] = [
  ["lib/auth/stores/sqlite.ts", "db/schema.ts"],
  ["lib/auth/stores/sqlite.ts", "drizzle-orm"],
  ["lib/auth/codecs/compact.ts", "jose"],
  ["lib/auth/random.test.ts", "db/client.ts"],
  ["lib/settings/change.ts", "lib/auth/random.ts"],
  ["lib/settings/change.ts", "db/schema.ts"],
  ["app/good/page.tsx", "lib/settings/read.ts"],
  ["app/good/page.tsx", "lib/auth/contract.ts", "type"],
  ["app/good/page.tsx", "app/good/form.client.tsx"],
  ["app/good/form.client.tsx", "react"],
  ["app/good/form.client.tsx", "next/link"],
  ["app/good/form.client.tsx", "app/_ui/card.tsx"],
  ["app/good/form.client.tsx", "app/good/part.client.tsx"],
  ["app/good/form.client.tsx", "lib/auth/contract.ts", "type"],
  ["app/_ui/card.tsx", "lib/auth/contract.ts", "type"],
  ["lib/labs/races/lanes.ts", "lib/labs/races/naive/index.ts"],
  ["lib/labs/races/naive/rotate.test.ts", "lib/labs/races/naive/rotate.ts"],
];

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

const rules = z.object({ forbidden: z.array(z.object({ name: z.string() })) });

let folder: string;
let broken: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "layers-"));
  writeTree();
  const cli = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const places = ["app", "lib", "db", "e2e", "scripts", "proxy.ts"];
  const { stdout, stderr } = await run(process.execPath, [cli, "--output-type", "json", ...places], {
    cwd: folder,
  });
  expect(stderr).toBe("");
  const { summary } = report.parse(JSON.parse(stdout));
  expect(summary.totalCruised).toBeGreaterThan(FORBIDDEN.length);
  broken = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${plain(to)}`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("the layer rules", () => {
  it.each(FORBIDDEN)("%s forbids %s → %s", (rule, from, to) => {
    expect(broken.filter((line) => line.startsWith(`${rule}: ${from} → ${plain(to)}`))).not.toEqual([]);
  });

  it.each(ALLOWED)("permit %s → %s", (from, to) => {
    expect(broken.filter((line) => line.includes(`: ${from} → ${plain(to)}`))).toEqual([]);
  });

  it("have each been tried", async () => {
    const { default: config } = await import("../.dependency-cruiser.mjs");
    const tried = new Set(FORBIDDEN.map(([rule]) => rule));
    const names = rules.parse(config).forbidden.map(({ name }) => name);
    expect(names.filter((name) => !tried.has(name))).toEqual([]);
  });
});

describe("what the rules cannot see", () => {
  it("every client component says so in its name", () => {
    const named = /\.client\.tsx?$|\/(global-)?error\.tsx$/;
    const clients = sources("app").filter((file) => /^\s*["']use client["']/m.test(read(file)));
    expect(clients.filter((file) => !named.test(file))).toEqual([]);
  });

  it("lib/auth reads no environment", () => {
    const own = sources("lib/auth").filter((file) => !/\.test\.ts$|\/testing\//.test(file));
    expect(own.filter((file) => /process\s*\.\s*env/.test(read(file)))).toEqual([]);
  });
});

/** Packages are reported by the file they resolve to. */
function plain(target: string): string {
  const inside = target.replace(/^.*node_modules\/(@types\/)?/, "");
  const isFile = /^(app|lib|db|e2e|scripts)\/|^proxy\.ts$|^\.\//.test(target);
  return isFile ? target : (inside.replace(/^node:/, "").split("/")[0] ?? target);
}

function writeTree(): void {
  const imports = new Map<string, string[]>();
  const edges = [...FORBIDDEN.map(([, from, to]) => [from, to]), BACK, ...ALLOWED];
  for (const [from = "", to = "", type] of edges) {
    imports.set(from, [...(imports.get(from) ?? []), statement(to, type, imports.get(from)?.length ?? 0)]);
    const isOurs = /\.tsx?$/.test(to) && !imports.has(to);
    if (isOurs) imports.set(to, []);
  }
  for (const [file, lines] of imports) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(
      path.join(folder, file),
      `${lines.join("\n")}\nexport const here = 1;\nexport type Here = 1;\n`,
    );
  }
  for (const file of [".dependency-cruiser.mjs", "tsconfig.json", "package.json"]) {
    cpSync(path.join(root, file), path.join(folder, file));
  }
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
}

function statement(to: string, type: string | undefined, index: number): string {
  const target = /\.tsx?$/.test(to) ? `@/${to.replace(/\.tsx?$/, "")}` : to;
  return type ? `import type { Here as T${index} } from "${target}";` : `import "${target}";`;
}

function sources(place: string): string[] {
  return globSync(`${place}/**/*.{ts,tsx}`, { cwd: root });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}
