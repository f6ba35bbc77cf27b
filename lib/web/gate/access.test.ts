import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { PAGE_PATHS, pageAccess } from "./access";

const APP = path.resolve(import.meta.dirname, "../../../app");
const pages = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "page.tsx")
  .map((file) => path.dirname(file).split(path.sep))
  // Groups in brackets are no part of the path.
  .map(
    (segments) => `/${segments.filter((segment) => segment !== "." && !segment.startsWith("(")).join("/")}`,
  );

describe("pageAccess", () => {
  it("the table lists every page of the file tree, and nothing that is not one", () => {
    const sections = pages.map((page) => `/${page.split("/")[1]}`);
    expect([...new Set(sections)].sort()).toEqual([...PAGE_PATHS].sort());
  });

  it("only these pages are public", () => {
    const open = pages.filter((page) => pageAccess(page) === "public");
    expect(open.sort()).toEqual(["/", "/login", "/signup"]);
  });

  it.each([
    "/dashboard",
    "/dashboard/",
    "//dashboard",
    "/Dashboard",
    "/DASHBOARD/x.png",
    "/dashboard/x",
    "/dashboard//login",
    "/dashboard/../login",
    "/settings",
    "/devices",
    "/account",
    "/confirm",
    "/activity",
    "/labs",
    "/LABS/revocation/runs/x.png",
    "/admin",
    "/ADMIN/x.png",
    "/Activity/x.png",
  ])("%s needs a sign-in", (pathname) => expect(pageAccess(pathname)).toBe("signed-in"));

  it.each(["/", "/login", "/nowhere", "/constructor", "/__proto__", "/dashboards", ""])(
    "%j is public",
    (pathname) => expect(pageAccess(pathname)).toBe("public"),
  );
});
