// What the app consists of, read from its file tree and its build: every page, route handler and server
// action. Reads files as text; imports nothing of the app.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Handler {
  method: string;
  /** As Next names it: `/api/pair/[mode]`. */
  route: string;
}

export interface Action {
  /** File and exported name: `app/settings/actions.ts saveSettingsAction`. */
  name: string;
  id: string;
  /** The pages from which it can be called, as routes. */
  pages: string[];
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** What is shown over another page as well ("@panel/(.)docs") is one page with that of its address. */
export function listPages(root: string): string[] {
  return [...new Set(files(root, "app", /\/page\.[jt]sx?$/).map(routeOf))].sort();
}

export function listHandlers(root: string): Handler[] {
  return files(root, "app", /\/route\.[jt]sx?$/).flatMap((file) => {
    const exported = exportedNames(readFileSync(path.join(root, file), "utf8"));
    return METHODS.filter((method) => exported.includes(method)).map((method) => ({
      method,
      route: routeOf(file),
    }));
  });
}

/** Every function exported from a file that starts with "use server". */
export function listActionNames(root: string): string[] {
  return sources(root)
    .filter(({ text }) => /^(\s*\/\/.*\n|\s)*["']use server["']/.test(text))
    .flatMap(({ file, text }) => exportedNames(text).map((name) => `${file} ${name}`))
    .sort();
}

/** Files with an action inside a function, where no list by file would see it. */
export function listInlineActions(root: string): string[] {
  return sources(root)
    .filter(({ text }) => /^[ \t]+["']use server["']/m.test(text))
    .map(({ file }) => file);
}

/** The actions that the build knows, and under which id a client reaches each. */
export function listBuiltActions(root: string): Action[] {
  const manifest: ActionManifest = JSON.parse(
    readFileSync(path.join(root, ".next/server/server-reference-manifest.json"), "utf8"),
  );
  return Object.entries({ ...manifest.node, ...manifest.edge }).map(([id, entry]) => ({
    id,
    // Relative to whatever folder the bundler took for the root.
    name: `${entry.filename.replace(/^.*?(?=app\/|lib\/)/, "")} ${entry.exportedName}`,
    pages: Object.keys(entry.workers)
      .filter((worker) => !worker.includes("_not-found") && !worker.includes("_global-error"))
      .map((worker) => routeOf(`${worker}.tsx`)),
  }));
}

/** A path that leads to a route: its dynamic parts filled with something plausible. `run`: of the revocation lab. */
export function examplePath(route: string, run = "x"): string {
  const path = route.startsWith("/labs/") ? route.replace("[lab]", "revocation").replace("[id]", run) : route;
  return path.replace("[mode]", "session").replace(/\[\.{0,3}\w+\]/g, "x");
}

interface ActionManifest {
  node: Record<string, ActionEntry>;
  edge: Record<string, ActionEntry>;
}
interface ActionEntry {
  workers: Record<string, unknown>;
  filename: string;
  exportedName: string;
}

function sources(root: string): { file: string; text: string }[] {
  return [...files(root, "app", /\.[jt]sx?$/), ...files(root, "lib", /\.[jt]sx?$/)]
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** Also in folders whose name starts with a dot, which globs leave out. */
function files(root: string, folder: string, wanted: RegExp): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, "/")))
    .filter((file) => wanted.test(file))
    .sort();
}

function exportedNames(text: string): string[] {
  const declared = [...text.matchAll(/^export (?:async )?(?:function|const) (\w+)/gm)].map(
    (match) => match[1],
  );
  const listed = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap((match) =>
    (match[1] ?? "").split(",").map((name) => name.replace(/^.*\bas\b/, "").trim()),
  );
  return [...declared, ...listed].filter((name): name is string => Boolean(name));
}

/** `app/(auth)/login/page.tsx` → `/login`. */
function routeOf(file: string): string {
  const names = path.dirname(file).split("/").slice(1);
  const segments = names.map((name) => name.replace(/^\(\.\)/, ""));
  return `/${segments.filter((segment) => !/^\(.*\)$/.test(segment) && !segment.startsWith("@")).join("/")}`;
}
