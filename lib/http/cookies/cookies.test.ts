import { describe, expect, it } from "vitest";
import { type CookieKind, createCookies } from "./cookies";

const KINDS: CookieKind[] = [
  "session",
  "access",
  "refresh",
  "pairSession",
  "pairAccess",
  "pairSessionCopy",
  "pairAccessCopy",
  "device",
  "flash",
];
const secure = createCookies(true);
const plain = createCookies(false);

describe("what is set", () => {
  it.each(KINDS)("%s carries the __Host- prefix and the attributes it demands", (kind) => {
    const cookie = secure.make(kind, "v", new Date(Date.now() + 60_000));
    expect(cookie.name).toMatch(/^__Host-/);
    expect(cookie).toMatchObject({ path: "/", httpOnly: true, secure: true, sameSite: "lax", maxAge: 60 });
    expect(cookie).not.toHaveProperty("domain");
  });

  it.each(KINDS)("%s is cleared with the same name and attributes", (kind) => {
    const { maxAge, value, ...kept } = secure.clear(kind);
    expect([maxAge, value]).toEqual([0, ""]);
    expect(secure.make(kind, "v", new Date())).toMatchObject(kept);
  });

  it("without Secure the prefix goes, the names stay distinct and the rest stays", () => {
    expect(new Set(KINDS.map((kind) => plain.name(kind))).size).toBe(KINDS.length);
    expect(KINDS.some((kind) => plain.name(kind).startsWith("__"))).toBe(false);
    expect(plain.make("session", "v", new Date())).toMatchObject({
      secure: false,
      httpOnly: true,
      sameSite: "lax",
    });
  });

  it("a cookie never goes before its credential and never lives below zero", () => {
    expect(secure.make("session", "v", new Date(Date.now() + 1_001)).maxAge).toBe(2);
    expect(secure.make("session", "v", new Date(Date.now() - 5_000)).maxAge).toBe(0);
  });
});

describe("what is read", () => {
  it.each<[string, string | null, string[]]>([
    ["no header", null, []],
    ["an empty header", "", []],
    ["one", "__Host-session=a", ["a"]],
    ["both of two", "__Host-session=a; __Host-session=b", ["a", "b"]],
    ["a genuine one beside an empty one", "__Host-session=; __Host-session=a", ["a"]],
    ["none but an empty one", "__Host-session=", []],
    ["without spaces", "x=1;__Host-session=a;y=2", ["a"]],
    ["with tabs around it", "x=1;\t__Host-session=a\t; y=2", ["a"]],
    ["a value with =", "__Host-session=a=b", ["a=b"]],
    ["quotes as they stand", '__Host-session="a"', ['"a"']],
  ])("reads %s", (_, header, values) => {
    expect(secure.read(header, "session")).toEqual(values);
  });

  it.each([
    "__host-session=evil",
    "__HOST-SESSION=evil",
    "session=evil",
    "x__Host-session=evil",
    "__Host-session =evil",
    "__Host-session-=evil",
    "__Host-pair-session=evil",
    "x=__Host-session=evil",
    "__Host-session",
    // Other names to a browser, so anyone may plant them; String.prototype.trim would make them ours.
    "\u00a0__Host-session=evil",
    "\u0085__Host-session=evil",
    "\u2028__Host-session=evil",
    "\v__Host-session=evil",
    "\ufeff__Host-session=evil",
  ])("takes %j for another cookie", (planted) => {
    expect(secure.read(planted, "session")).toEqual([]);
    expect(secure.read(`${planted}; __Host-session=genuine`, "session")).toEqual(["genuine"]);
  });

  it("tells apart names that end alike when there is no prefix", () => {
    const header = "pair-session=p; session=s; pair-session-copy=c; __Host-session=h";
    expect(plain.read(header, "session")).toEqual(["s"]);
    expect(plain.read(header, "pairSession")).toEqual(["p"]);
    expect(plain.read(header, "pairSessionCopy")).toEqual(["c"]);
  });

  it("clears what the request carries and nothing else", () => {
    const cleared: string[] = [];
    const writer = { set: ({ name }: { name: string }) => cleared.push(name) };
    const headers = new Headers({ cookie: "__Host-session=a; __Host-access=" });
    secure.clearHeld(headers, writer, "session");
    secure.clearHeld(headers, writer, "access");
    secure.clearHeld(headers, writer, "device");
    expect(cleared).toEqual(["__Host-session"]);
    secure.clearCredentials(writer);
    expect(cleared.slice(1)).toEqual(["__Host-session", "__Host-access", "__Host-refresh"]);
  });
});
