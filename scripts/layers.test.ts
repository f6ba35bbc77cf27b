// Proves that the layer rules bite: a small tree in which each rule is broken once must be reported, edge by
// edge, and the same tree's permitted imports must not.

import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ROOMS } from "../.dependency-cruiser.mjs";
import { run } from "./run";

const root = path.dirname(import.meta.dirname);

/** Each room breaks its rule by importing the next one above. */
const UPWARDS = ROOMS.slice(1, -1).map((room, index): [string, string, string] => [
  `${room}-knows-no-room-above`,
  `lib/${room}/climbs.ts`,
  `lib/${ROOMS[index + 2]}/above.ts`,
]);

/** Who imports what, and the rules that it breaks. The target is a file of the tree or a package. */
const FORBIDDEN: [rule: string, from: string, to: string][] = [
  ...UPWARDS,
  ["config-knows-no-room-above", "lib/config/climbs-far.ts", "lib/web/above.ts"],
  ["next-stays-in-web", "lib/accounts/answer.ts", "next/server"],
  ["no-circular", "lib/audit/a.ts", "lib/audit/b.ts"],
  ["not-to-unresolvable", "lib/audit/c.ts", "./nowhere"],
  ["auth-knows-no-framework", "lib/auth/one.ts", "next/headers"],
  ["auth-knows-no-framework", "lib/auth/two.ts", "react"],
  ["auth-knows-no-framework", "lib/auth/three.ts", "server-only"],
  ["auth-stands-alone", "lib/auth/four.ts", "lib/settings/read.ts"],
  ["auth-stands-alone", "lib/auth/stores/sqlite-x.ts", "db/sqlite/client.ts"],
  ["auth-stands-alone", "lib/auth/five.ts", "proxy.ts"],
  ["backends-stay-in-their-folders", "lib/auth/six.ts", "db/sqlite/schema.ts"],
  ["backends-stay-in-their-folders", "lib/auth/stores/memory.ts", "better-sqlite3"],
  ["backends-stay-in-their-folders", "lib/settings/change.ts", "db/sqlite/schema.ts"],
  ["backends-stay-in-their-folders", "lib/stores/accounts.ts", "drizzle-orm"],
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
  ["app-leaves-db-alone", "app/six/page.tsx", "db/sqlite/schema.ts"],
  ["lib-knows-no-routes", "lib/settings/write.ts", "app/_ui/card.tsx"],
  ["lib-knows-no-routes", "lib/settings/more.ts", "scripts/tool.ts"],
  ["db-knows-nothing", "db/seed.ts", "lib/auth/random.ts"],
  ["app-runs-without-scripts", "app/seven/page.tsx", "scripts/tool.ts"],
  ["lab-engine-knows-no-lab", "lib/labs/engine/one.ts", "lib/labs/races/lanes.ts"],
  ["lab-engine-knows-no-lab", "lib/labs/runs/two.ts", "lib/labs/theft/shared/story.ts"],
  ["lab-engine-knows-no-lab", "lib/labs/common/three.ts", "lib/labs/races/lanes.ts"],
  ["lab-engine-knows-no-lab", "lib/labs/lab.ts", "lib/labs/races/lanes.ts"],
  ["labs-know-each-other-not", "lib/labs/theft/manifest.ts", "lib/labs/races/lanes.ts"],
  ["labs-know-each-other-not", "lib/labs/theft/acts.ts", "lib/labs/runs/start.ts"],
  ["labs-know-each-other-not", "app/labs/_labs/theft/manifest.tsx", "app/labs/_labs/races/manifest.tsx"],
  ["labs-know-each-other-not", "app/labs/_labs/theft/panel.client.tsx", "lib/labs/races/shared/count.ts"],
  ["naive-stays-in-its-lab", "lib/labs/theft/lanes.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "lib/labs/engine/world.ts", "lib/labs/races/naive/rotate.ts"],
  ["naive-stays-in-its-lab", "lib/settings/borrow.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "lib/settings/borrow.test.ts", "lib/labs/races/naive/index.ts"],
  ["naive-stays-in-its-lab", "app/twelve/page.tsx", "lib/labs/races/naive/index.ts"],
  ["client-takes-types-and-ui", "app/eight/form.client.tsx", "lib/settings/read.ts"],
  ["client-takes-types-and-ui", "app/nine/form.client.tsx", "app/nine/helper.ts"],
  ["client-takes-types-and-ui", "app/nine/_live/words.ts", "lib/settings/read.ts"],
  ["client-takes-types-and-ui", "lib/labs/theft/shared/story.ts", "lib/labs/theft/lanes.ts"],
  ["client-takes-types-and-ui", "app/labs/_drawing/layout.ts", "lib/settings/read.ts"],
  ["client-takes-react-and-next", "app/ten/form.client.tsx", "zod"],
  ["client-takes-react-and-next", "lib/labs/storage/shared/judge.ts", "zod"],
  ["client-takes-react-and-next", "app/labs/_drawing/words.ts", "node:path"],
  ["client-takes-react-and-next", "app/eleven/form.client.tsx", "node:path"],
  ["ui-has-no-data", "app/_ui/table.tsx", "lib/settings/read.ts"],
  ["e2e-stays-outside", "e2e/one.spec.ts", "lib/settings/read.ts"],
  ["e2e-stays-outside", "e2e/two.test.ts", "db/sqlite/schema.ts"],
];

/** The other half of the circle, which is reported once. */
const BACK = ["lib/audit/b.ts", "lib/audit/a.ts"];

const ALLOWED: [from: string, to: string, type?: "type"][] = [
  ["lib/auth/stores/sqlite.ts", "db/sqlite/schema.ts"],
  ["lib/auth/stores/sqlite.ts", "drizzle-orm"],
  ["lib/auth/codecs/compact.ts", "jose"],
  ["lib/auth/random.test.ts", "db/sqlite/client.ts"],
  ["lib/settings/change.ts", "lib/auth/random.ts"],
  ["lib/stores/sqlite/accounts.ts", "db/sqlite/schema.ts"],
  ["lib/stores/sqlite/accounts.ts", "drizzle-orm"],
  ["lib/runtime/runtime.ts", "db/sqlite/client.ts"],
  ["app/good/page.tsx", "lib/settings/read.ts"],
  ["lib/web/guard.ts", "lib/runtime/runtime.ts"],
  ["lib/web/guard.ts", "next/headers"],
  ["lib/http/path.ts", "next", "type"],
  ["app/good/page.tsx", "lib/auth/contract.ts", "type"],
  ["app/good/page.tsx", "app/good/form.client.tsx"],
  ["app/good/form.client.tsx", "react"],
  ["app/good/form.client.tsx", "next/link"],
  ["app/good/form.client.tsx", "app/_ui/card.tsx"],
  ["app/good/form.client.tsx", "app/good/part.client.tsx"],
  ["app/good/form.client.tsx", "app/good/_live/words.ts"],
  ["app/good/form.client.tsx", "lib/auth/contract.ts", "type"],
  ["app/good/form.client.tsx", "lib/auth/names.ts"],
  ["app/good/page.tsx", "lib/auth/names.ts"],
  ["app/_ui/card.tsx", "lib/auth/names.ts"],
  ["app/_ui/card.tsx", "lib/auth/contract.ts", "type"],
  ["lib/labs/list.ts", "lib/labs/races/manifest.ts"],
  ["lib/labs/races/manifest.ts", "lib/labs/engine/plan.ts"],
  ["lib/labs/races/manifest.ts", "lib/labs/common/policies.ts"],
  ["lib/labs/races/manifest.ts", "lib/labs/races/shared/count.ts"],
  ["lib/labs/runs/start.ts", "lib/labs/list.ts"],
  ["app/labs/_labs/races/panel.client.tsx", "lib/labs/races/shared/count.ts"],
  ["app/labs/_labs/races/panel.client.tsx", "app/labs/_drawing/words.ts"],
  ["app/labs/_drawing/words.ts", "app/_ui/card.tsx"],
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
  it("every folder of lib has its place in the order", () => {
    const folders = readdirSync(path.join(root, "lib"));
    expect(folders.filter((folder) => !ROOMS.includes(folder))).toEqual([]);
  });

  it("every client component says so in its name, and nothing else does", () => {
    const isNamed = (file: string) => /\.client\.tsx?$|\/(global-)?error\.tsx$/.test(file);
    const isClient = (file: string) => /^\s*["']use client["']/m.test(read(file));
    const all = [...sources("app"), ...sources("lib")];
    expect(all.filter((file) => isNamed(file) !== isClient(file))).toEqual([]);
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
