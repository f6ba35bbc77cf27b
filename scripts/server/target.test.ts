import { describe, expect, it } from "vitest";
import { readTarget } from "./target";

const parameters = (count: number) => Array.from({ length: count }, (_, index) => `a${index}=1`).join("&");

describe("a target that is taken", () => {
  it.each([
    ["/", "/", ""],
    ["/api/me", "/api/me", ""],
    ["/login?next=%2Fdashboard", "/login", "?next=%2Fdashboard"],
    ["/login?next=//evil.example", "/login", "?next=//evil.example"],
    ["/a?b?c", "/a", "?b?c"],
    ["/a?", "/a", "?"],
    ["/a%2Fb/%00", "/a%2Fb/%00", ""],
    ["/guide/", "/guide/", ""],
    // RFC 9112 §3.2.2: a server takes the absolute form; whose address it names does not matter.
    ["http://evil.example/login?a=b", "/login", "?a=b"],
    ["HTTPS://evil.example:8443/login", "/login", ""],
    ["http://user:pass@evil.example/login", "/login", ""],
    ["http://evil.example", "/", ""],
    ["http://evil.example?a", "/", "?a"],
    ["http:///login", "/login", ""],
  ])("%s is %s with %j", (target, pathname, search) => {
    expect(readTarget(target)).toEqual({ pathname, search });
  });

  it.each([
    ["/x/../dashboard", "/dashboard"],
    ["/./dashboard", "/dashboard"],
    ["/x/%2e%2e/dashboard", "/dashboard"],
    ["/../../dashboard", "/dashboard"],
    ["/_next/static/../../dashboard", "/dashboard"],
    ["/a\\b", "/a/b"],
    ["/a#b", "/a"],
    ["/a//b", "/a//b"],
  ])("%s has the one spelling %s", (target, pathname) => {
    expect(readTarget(target)).toEqual({ pathname, search: "" });
  });
});

describe("a target that is refused", () => {
  it.each([
    "",
    "*",
    "login",
    "?a",
    "//evil.example",
    "//evil.example/x/",
    "///evil.example",
    "/.//evil.example/",
    "/x/..//evil.example/",
    "/%2e//evil.example/",
    "/\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\\\evil.example",
    "http://evil.example//evil.example/",
    "ftp://evil.example/login",
    "javascript:alert(1)",
    "/%",
    "/%zz",
    "/%c3%28",
  ])("%s cannot be read", (target) => expect(readTarget(target)).toMatchObject({ status: 400 }));

  it("has a path above 2 KB, a query above 4 KB or more than 100 parameters", () => {
    expect(readTarget(`/${"a".repeat(2047)}`)).toHaveProperty("pathname");
    expect(readTarget(`/?${"a".repeat(4096)}`)).toHaveProperty("search");
    expect(readTarget(`/?${parameters(100)}`)).toHaveProperty("search");
    for (const target of [
      `/${"a".repeat(2048)}`,
      `http://evil.example/${"a".repeat(2048)}`,
      `/?${"a".repeat(4097)}`,
      `/?${parameters(101)}`,
      `/?${"&".repeat(100)}`,
      `http://evil.example/?${parameters(101)}`,
    ])
      expect(readTarget(target)).toMatchObject({ status: 414 });
  });

  it("costs no more the longer it is: 16 KB, all that Node lets in, under a millisecond", () => {
    const targets = [`/?${parameters(3900)}`, `/?${"&".repeat(16_000)}`, `/${"../".repeat(5000)}`];
    for (const target of targets) {
      const startedAt = performance.now();
      for (let count = 0; count < 100; count++) readTarget(target);
      expect((performance.now() - startedAt) / 100).toBeLessThan(1);
    }
  });
});
