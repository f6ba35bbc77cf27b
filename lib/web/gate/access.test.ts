import { describe, expect, it } from "vitest";
import { allPages } from "../testing/routes";
import { PAGE_PATHS, pageAccess } from "./access";

const pages = allPages().map(({ address }) => address);

describe("pageAccess", () => {
  it("the table lists every page of the file tree, and nothing that is not one", () => {
    const sections = pages.map((page) => `/${page.split("/")[1]}`);
    expect([...new Set(sections)].sort()).toEqual([...PAGE_PATHS].sort());
  });

  it("only these pages are public", () => {
    const open = new Set(pages.filter((page) => pageAccess(page) === "public"));
    const docs = ["/docs", "/docs/code/[fact]", "/docs/decisions/[record]", "/docs/operations"];
    expect([...open].sort()).toEqual(["/", ...docs, "/login", "/signup"]);
    const linked = pages.filter((page) => pageAccess(page) === "by-link");
    expect(linked).toEqual(["/shared/[id]/[key]"]);
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
