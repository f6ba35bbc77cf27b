import { describe, expect, it } from "vitest";
import type { Auth } from "@/lib/auth/create-auth";
import { bearerToken } from "../request/same-origin";
import { createCookies } from "./cookies";
import { carriedCredentials, presentedCredential } from "./presented";

const cookies = createCookies(true);
/** Only `identify` is asked here. */
const auth = { identify: (token: string) => (token.startsWith("Fe26") ? "session" : "jwt") } as Auth;
const presented = (headers: Record<string, string>) =>
  presentedCredential(new Headers(headers), auth, cookies);
const carried = (headers: Record<string, string>) => carriedCredentials(new Headers(headers), auth, cookies);
const NONE = { kind: "none" };
const CONFLICT = { kind: "conflict" };

describe("from cookies", () => {
  it("the name decides the mode, whatever the value looks like", () => {
    expect(presented({ cookie: "__Host-session=a.b.c" })).toEqual({
      kind: "one",
      mode: "session",
      token: "a.b.c",
      refreshToken: null,
    });
    expect(presented({ cookie: "__Host-access=Fe26.2*x" })).toEqual({
      kind: "one",
      mode: "jwt",
      token: "Fe26.2*x",
      refreshToken: null,
    });
  });

  it.each([
    "__Host-session=a; __Host-access=b",
    "__Host-access=b; __Host-session=a",
    "__Host-session=a; __Host-session=b",
    "__Host-access=a; __Host-access=a",
    "__Host-session=a; __Host-session=a; __Host-access=b",
    "__Host-session=a; __Host-refresh=b",
    "__Host-refresh=a; __Host-refresh=b",
    "__Host-access=a; __Host-refresh=b; __Host-refresh=b",
  ])("two are refused, with no fall-back to either: %s", (cookie) => {
    expect(presented({ cookie })).toEqual(CONFLICT);
  });

  it("an access token and a refresh token are one credential, and so is either alone", () => {
    const both = { kind: "one", mode: "jwt", token: "a", refreshToken: "r" };
    expect(presented({ cookie: "__Host-refresh=r; __Host-access=a" })).toEqual(both);
    expect(presented({ cookie: "__Host-refresh=r; __Host-access=" })).toEqual({ ...both, token: null });
    expect(presented({ cookie: "__Host-refresh=; __Host-access=a" })).toEqual({
      ...both,
      refreshToken: null,
    });
  });

  it("planted empty ones change nothing", () => {
    const genuine = { kind: "one", mode: "session", token: "a", refreshToken: null };
    expect(presented({ cookie: "__Host-access=; __Host-session=a; __Host-session=" })).toEqual(genuine);
    expect(presented({ cookie: "__Host-access=; __Host-session=" })).toEqual(NONE);
  });

  it("the pair, its copies and the device are no credential of the app", () => {
    const cookie = "__Host-pair-session=a; __Host-pair-access=b; __Host-pair-access-copy=c; __Host-device=d";
    expect(presented({ cookie })).toEqual(NONE);
  });
});

describe("from Authorization", () => {
  it.each(["Bearer a.b-c_d", "bearer a.b-c_d", "BEARER a.b-c_d"])("%s", (authorization) => {
    expect(presented({ authorization })).toEqual({
      kind: "one",
      mode: "jwt",
      token: "a.b-c_d",
      refreshToken: null,
    });
  });

  it("the form decides the mode", () => {
    expect(presented({ authorization: "Bearer Fe26.2*1~2" })).toMatchObject({ mode: "session" });
  });

  it.each([
    "Bearer",
    "Bearer  a",
    "Bearer a b",
    "Bearer a, Bearer b",
    "Bearer a,b",
    "Bearer a=",
    'Bearer "a"',
    "Basic YTpi",
    "Token a",
    "a.b.c",
    "BearerX a",
    "",
  ])("%j is no credential, and hides the cookies", (authorization) => {
    expect(presented({ authorization, cookie: "__Host-session=a" })).toEqual(NONE);
    expect(bearerToken(new Headers({ authorization }))).toBeUndefined();
  });

  it("cookies beside it do not count, not even conflicting ones", () => {
    const cookie = "__Host-session=a; __Host-access=b; __Host-refresh=c";
    expect(presented({ authorization: "Bearer x", cookie })).toEqual({
      kind: "one",
      mode: "jwt",
      token: "x",
      refreshToken: null,
    });
  });
});

it("what a request carries is all of it, to be ended at sign-out", () => {
  const cookie = "__Host-refresh=r; __Host-access=b; __Host-session=a; __Host-session=c; __Host-refresh=s";
  expect(carried({ authorization: "Bearer x", cookie })).toEqual([
    { mode: "jwt", token: "x", refreshToken: null },
    { mode: "session", token: "a", refreshToken: null },
    { mode: "session", token: "c", refreshToken: null },
    { mode: "jwt", token: "b", refreshToken: null },
    { mode: "jwt", token: null, refreshToken: "r" },
    { mode: "jwt", token: null, refreshToken: "s" },
  ]);
  expect(carried({})).toEqual([]);
});
