// Owns which addresses have handlers and which methods each of them takes, read from the route files. Next would
// answer an unknown address with a page and a wrong method with nothing.

import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** The methods of the address, or null when the API has no such address. */
export type MethodsOf = (pathname: string) => readonly string[] | null;

const HANDLER = /^export (?:async function|function|const) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;

/** Reads the routes of the app at `root`: a file `route.ts` for each address. */
export function readApiRoutes(root: string): MethodsOf {
  const files = globSync(["app/**/route.ts", "app/.well-known/**/route.ts"], { cwd: root });
  if (files.length === 0) throw new Error(`There are no routes under ${root}/app.`);
  const routes = files.map((file) => {
    const segments = path.dirname(file).split(path.sep).slice(1);
    return { segments, methods: methodsIn(readFileSync(path.join(root, file), "utf8")) };
  });
  const isFixed = ({ segments }: { segments: string[] }) => !segments.some((name) => name.startsWith("["));
  // Next, too, prefers the address that is written out.
  const fixed = new Map(
    routes.filter(isFixed).map((route) => [`/${route.segments.join("/")}`, route.methods]),
  );
  const others = routes
    .filter((route) => !isFixed(route))
    .map(({ segments, methods }) => ({ pattern: patternOf(segments), methods }));
  return (pathname) =>
    fixed.get(pathname) ?? others.find(({ pattern }) => pattern.test(pathname))?.methods ?? null;
}

/** `["api", "devices", "[id]"]`: one segment for `[id]`, one or more for `[...rest]`. */
function patternOf(segments: string[]): RegExp {
  const parts = segments.map((segment) => {
    if (segment.startsWith("[...")) return ".+";
    return segment.startsWith("[") ? "[^/]+" : RegExp.escape(segment);
  });
  return new RegExp(`^/${parts.join("/")}$`);
}

/** Next answers HEAD as it does GET, and OPTIONS by itself. */
function methodsIn(source: string): string[] {
  const written = [...source.matchAll(HANDLER)].map(([, method = ""]) => method);
  const methods = new Set(written.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])));
  return [...methods.add("OPTIONS")];
}
