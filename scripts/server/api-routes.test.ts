import path from "node:path";
import { expect, it } from "vitest";
import { allRoutes } from "@/lib/web/testing/routes";
import { readApiRoutes } from "./api-routes";

const routes = await allRoutes();
const methodsOf = readApiRoutes(path.resolve(import.meta.dirname, "../.."));

it("knows every route with exactly the methods that its file exports", () => {
  const exported = new Map<string, string[]>();
  for (const { path: route, method } of routes) exported.set(route, [...(exported.get(route) ?? []), method]);
  expect(exported.size).toBeGreaterThan(20);
  for (const [route, methods] of exported) {
    const example = route.replace("[...resource]", "a/b").replace(/\[\w+\]/g, "x");
    const implied = methods.includes("GET") ? ["HEAD", "OPTIONS"] : ["OPTIONS"];
    expect([route, methodsOf(example)?.toSorted()]).toEqual([route, [...methods, ...implied].sort()]);
  }
});

it.each([
  "/api/nowhere",
  "/api/",
  "/api/me/",
  "/api/me/x",
  "/api/ME",
  "/api//me",
  "/api/devices/",
  "/api/devices/a/b",
  "/api/labs/live/run/lane/",
  "/.well-known/nowhere",
  "/.well-known/jwksxjson",
])("%s is no address of the API", (pathname) => expect(methodsOf(pathname)).toBeNull());

it("a tree without routes is no app", () => {
  expect(() => readApiRoutes(import.meta.dirname)).toThrow(/no routes/);
});
