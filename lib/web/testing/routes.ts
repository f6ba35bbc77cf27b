import { readdirSync } from "node:fs";
import path from "node:path";
import type { Handler } from "./browser";

// Every route handler and every page of the file tree, so that a new one is tested without being listed.

export interface Route {
  /** For people: `GET /api/me`. */
  name: string;
  method: string;
  path: string;
  handler: Handler;
}

const APP = path.resolve(import.meta.dirname, "../../../app");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

interface TestPage {
  file: string;
  /**
   * Groups in brackets are no part of it: "/labs/[lab]". What is shown over another page ("@panel/(.)docs") has the
   * address that leads to it.
   */
  address: string;
}

export function allPages(): TestPage[] {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => {
      const names = path.dirname(file).split(path.sep);
      const segments = names
        .map((name) => name.replace(/^\(\.\)/, ""))
        .filter((name) => name !== "." && !/^[(@]/.test(name));
      return { file: path.join(APP, file), address: `/${segments.join("/")}` };
    });
}

export async function allRoutes(): Promise<Route[]> {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" });
  const found = files
    .filter((file) => path.basename(file) === "route.ts")
    .map(async (file) => {
      const exported: Record<string, unknown> = await import(path.join(APP, file));
      const route = `/${path.dirname(file).split(path.sep).join("/")}`;
      return METHODS.flatMap((method) => {
        const handler = exported[method];
        if (typeof handler !== "function") return [];
        return [{ name: `${method} ${route}`, method, path: route, handler: handler as Handler }];
      });
    });
  return (await Promise.all(found)).flat();
}
