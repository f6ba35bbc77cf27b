// Paths and headers that have slipped past proxies before. Whatever the answer is, it holds nothing private.

import { type Account, createAccount } from "../support/accounts";
import { Client } from "../support/client";
import { send } from "../support/http";
import { expect, test } from "../support/test";

const PATHS = [
  "/dashboard/x.png",
  "/dashboard.png",
  "/dashboard.json",
  "/dashboard.rsc",
  "/dashboard.txt",
  "//dashboard",
  "///dashboard",
  "/Dashboard",
  "/DASHBOARD",
  "/dashboard/",
  "/dashboard//",
  "/./dashboard",
  "/x/../dashboard",
  "/_next/../dashboard",
  "/_next/static/../../dashboard",
  "/_next/image/../../dashboard",
  "/_next/data/x/dashboard.json",
  "/api/../dashboard",
  "/.well-known/../dashboard",
  "/icon.svg/../dashboard",
  "/icon.svg/dashboard",
  "/%64ashboard",
  "/dashboard%2F",
  "/dashboard%00",
  "/dashboard;x",
  "/dashboard?_rsc=1",
  "/settings/x.png",
  "/settings.segments/_tree.segment.rsc",
  "/dashboard.segments/_tree.segment.rsc",
  "http://localhost/dashboard",
];

const HEADERS: Record<string, string>[] = [
  {},
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1" },
  { rsc: "1", "next-router-segment-prefetch": "/_tree" },
  { "sec-purpose": "prefetch" },
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "x-middleware-next": "1", "x-middleware-rewrite": "/dashboard" },
  { "x-nextjs-data": "1" },
  { "x-matched-path": "/dashboard", "x-invoke-path": "/dashboard", "x-now-route-matches": "1" },
  { "x-user-id": "1", "x-user-role": "admin", "x-forwarded-user": "admin" },
  { "x-http-method-override": "HEAD" },
];

test("no spelling of a protected path shows anything private to a visitor", async ({ origin }) => {
  for (const path of PATHS)
    for (const headers of HEADERS.slice(0, 4)) {
      const answer = await send(origin, "GET", path, { headers });
      const claim = `${path} ${JSON.stringify(headers)}`;
      expect(answer.status, claim).toBeLessThan(500);
      expectNothingPrivate(answer.text, claim);
    }
});

test("no header of the framework's own opens a protected page to a visitor", async ({ origin }) => {
  for (const path of ["/dashboard", "/settings"])
    for (const headers of HEADERS)
      for (const method of ["GET", "HEAD", "POST"]) {
        const answer = await send(origin, method, path, { headers: { ...headers, origin } });
        const claim = `${method} ${path} ${JSON.stringify(headers)}`;
        expect(answer.status, claim).toBeLessThan(500);
        if (!headers.rsc) expect(answer.headers.location, claim).toContain("/login");
        expectNothingPrivate(answer.text, claim);
      }
});

test("the same requests never show a signed-in person's page to somebody else or to a cache", async ({
  account,
  origin,
}) => {
  const paths = ["/dashboard", "/settings", "/", "/login", "/signup", "/nowhere"];
  const signedIn: string[] = [];
  for (const path of paths) {
    const answer = await account.client.get(path);
    expect(answer.headers["cache-control"], path).toMatch(/private.*no-store|no-store.*private/);
    if (answer.text.includes(account.name)) signedIn.push(path);
    expectNotAbout(account, (await send(origin, "GET", path)).text, path);
    const stranger = (await createAccount(origin)).client;
    expectNotAbout(account, (await stranger.get(path)).text, path);
  }
  // The control: the person's own pages do name them.
  expect(signedIn).toEqual(expect.arrayContaining(["/dashboard", "/settings"]));
});

test("a cookie of another name, kind or spelling opens nothing", async ({ account, origin }) => {
  const session = account.client.cookies.get("__Host-session") ?? "";
  const names = [
    "__Host-access",
    "__Host-refresh",
    "__Host-pair-session",
    "session",
    "__host-session",
    "__Secure-session",
  ];
  for (const name of names) {
    const client = new Client(origin);
    client.cookies.set(name, session);
    expect((await client.get("/api/me")).status, name).toBe(401);
    expectNotAbout(account, (await client.get("/dashboard")).text, name);
  }
  expect((await account.client.get("/api/me")).status).toBe(200);
});

function expectNothingPrivate(text: string, claim: string): void {
  expect(text, claim).not.toContain("Your sign-in");
  expect(text, claim).not.toContain("Save settings");
  expect(text, claim).not.toContain("Signed in as");
}

function expectNotAbout({ email, name }: Account, text: string, claim: string): void {
  expect(text.includes(email) || text.includes(name), claim).toBe(false);
}
