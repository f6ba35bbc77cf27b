import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Effect, Guarantees, ModeName } from "./contract";
import { MODE_NAMES, STRATEGY_NAMES } from "./names";
import { createPolicy, type PolicyChanges } from "./testing/kit";
import { codeBlocks, type LiftedApp, liftIntoNewApp, README } from "./testing/lifted";
import { createModeHarness } from "./testing/modes";
import { MIGRATIONS, openSqlite } from "./testing/stores";

// The README says what is true: its table is the data, and its example runs.

const effect = (value: Effect): string => {
  if (value === "immediate") return "on the next request";
  return value === "at_expiry" ? "when the token expires" : `within ${value.withinSeconds} s`;
};
const ROWS: Record<keyof Guarantees, [label: string, say: (guarantees: Guarantees) => string]> = {
  revokeOne: ["Ending one sign-in takes effect", (g) => effect(g.revokeOne)],
  revokeAll: ["Ending all of a person's sign-ins takes effect", (g) => effect(g.revokeAll)],
  staleClaims: ["A changed role or a disabled account takes effect", (g) => effect(g.staleClaims)],
  readsPerVerify: ["Store reads per check", (g) => String(g.readsPerVerify)],
  detectsReuse: ["Notices a refresh token that is used again", (g) => (g.detectsReuse ? "yes" : "no")],
};

const COLUMNS: [heading: string, mode: ModeName, terms: PolicyChanges][] = [
  ["session", "session", {}],
  ["session, 5 s cache", "session", { cacheSeconds: 5 }],
  ...STRATEGY_NAMES.map((revocation): [string, ModeName, PolicyChanges] => [
    `JWT, ${revocation}`,
    "jwt",
    { revocation },
  ]),
];

it("the README's table of guarantees is the modes' own", async () => {
  const { app, close } = await createModeHarness("session", "memory");
  const all = COLUMNS.map(([, mode, terms]) => app[mode].guarantees(createPolicy(terms)));
  const rows = Object.values(ROWS).map(([label, say]) => [label, ...all.map(say)]);
  const lines = README.match(/^\|.*\|$/gm) ?? [];
  const cells = lines
    .map((line) => line.split("|").slice(1, -1))
    .map((row) => row.map((cell) => cell.trim()));
  expect(cells[0]).toEqual(["", ...COLUMNS.map(([heading]) => heading)]);
  expect(cells.slice(2)).toEqual(rows);
  for (const guarantees of all)
    expect(Object.keys(ROWS).toSorted()).toEqual(Object.keys(guarantees).toSorted());
  close();
});

describe("the README's example", () => {
  const origin = "https://app.example";
  const [email, password] = ["ada@example.com", "correct horse battery staple"];
  let lifted: LiftedApp;

  beforeAll(async () => {
    lifted = liftIntoNewApp();
    const file = path.join(lifted.folder, "auth.db");
    const db = drizzle(openSqlite(file));
    migrate(db, { migrationsFolder: MIGRATIONS });

    const makeSettings = codeBlocks("sh").find((block) => block.includes("AUTH_KEYS")) ?? "";
    execFileSync("sh", ["-c", makeSettings], { cwd: lifted.folder });
    const settings = readFileSync(path.join(lifted.folder, ".env.local"), "utf8").trim().split("\n");
    for (const line of [...settings, `APP_ORIGIN=${origin}`, `DATABASE_FILE=${file}`]) {
      const [name = "", ...value] = line.split("=");
      vi.stubEnv(name, value.join("="));
    }
    const { signUp } = await load();
    const person = { name: "Ada", email: email.toUpperCase(), password };
    expect((await signUp(request("", person, "https://evil.example"))).status).toBe(403);
    expect((await signUp(request("", { ...person, password: "short" }))).status).toBe(400);
    expect((await signUp(request("", person))).status).toBe(201);
    expect((await signUp(request("", person))).status).toBe(409);
  }, 60_000);
  afterAll(() => {
    vi.unstubAllEnvs();
    lifted.remove();
  });

  const request = (cookie: string, body?: Record<string, string>, from = origin) => {
    const post = { method: "POST", body: new URLSearchParams(body) };
    return new Request(origin, { headers: { cookie, origin: from }, ...(body ? post : {}) });
  };
  async function load(): Promise<typeof Example> {
    vi.resetModules();
    return import(path.join(lifted.folder, "sign-in.ts"));
  }

  const setCookies = (response: Response) => response.headers.getSetCookie();
  /** What a browser sends back of them. */
  const sent = (cookies: string[]) => cookies.map((cookie) => cookie.split(";")[0] ?? "").join("; ");

  it.each(MODE_NAMES)("signs in, guards and signs out in %s mode", async (name) => {
    vi.stubEnv("AUTH_MODE", name);
    const app = await load();
    const me = app.guarded(({ principal }) => Response.json(principal));
    const enter = (changes: object, from?: string) =>
      app.signIn(request("", { email, password, ...changes }, from));

    expect((await me(request(""))).status).toBe(401);
    expect((await enter({ password: "wrong" })).status).toBe(401);
    expect((await enter({ email: "nobody@example.com" })).status).toBe(401);
    expect((await enter({ password: "x".repeat(1_000_000) })).status).toBe(401);
    expect((await enter({}, "https://evil.example")).status).toBe(403);

    const entered = await enter({ email: email.toUpperCase() });
    expect(entered.status).toBe(204);
    for (const cookie of setCookies(entered)) {
      expect(cookie).toMatch(/^__Host-[^;]+; Path=\/; Expires=.* GMT; HttpOnly; Secure; SameSite=Lax$/);
    }
    expect(entered.headers.get("cache-control")).toBe("private, no-store");
    const cookies = sent(setCookies(entered));
    expect(cookies.includes("Fe26.2*")).toBe(name === "session");
    const [access = "", refresh = ""] = cookies.split("; ");

    const answer = await me(request(`a=b; ${cookies}; c=d`));
    expect(await answer.json()).toMatchObject({ email, role: "user" });
    expect(setCookies(answer)).toEqual([]);
    expect((await me(request(access.slice(0, -3)))).status).toBe(401);
    expect((await app.signOut(request(cookies, {}, "https://evil.example"))).status).toBe(403);
    expect((await me(request(access))).status).toBe(200);

    const left = await app.signOut(request(cookies, {}));
    expect(left.status).toBe(204);
    expect(sent(setCookies(left))).toBe("__Host-sign-in=; __Host-refresh=");
    const { guarantees } = await createModeHarness(name, "memory");
    expect((await me(request(access))).status).toBe(guarantees.revokeOne === "immediate" ? 401 : 200);
    expect((await me(request(refresh))).status).toBe(401);
  });

  it("reads a cookie as RFC 6265 lets a browser write it, and none that is there twice", async () => {
    const app = await load();
    const me = app.guarded(({ principal }) => Response.json(principal));
    const status = async (cookie: string) => (await me(request(cookie))).status;
    const [access = ""] = sent(setCookies(await app.signIn(request("", { email, password })))).split("; ");
    const [name, value] = [access.slice(0, access.indexOf("=")), access.slice(access.indexOf("=") + 1)];
    for (const genuine of [
      access,
      `a=b;${access};c=d`,
      `a=b;\t${access} ; c`,
      `${name}="${value}"`,
      `=;;${access}`,
    ]) {
      expect(await status(genuine), genuine.replace(value, "…")).toBe(200);
    }
    for (const wrong of [
      `${access}; ${access}`,
      `${access};${name}=x`,
      `${name}=; ${access}`,
      `\u00a0${access}`,
      name,
    ]) {
      expect(await status(wrong ?? ""), wrong?.replace(value, "…")).toBe(401);
    }
  });

  it("refreshes an access token that ran out, in a handler and before a page, but never for a prefetch", async () => {
    vi.stubEnv("AUTH_MODE", "jwt");
    const app = await load();
    const me = app.guarded(({ principal }) => Response.json(principal));
    const cookies = sent(setCookies(await app.signIn(request("", { email, password }))));
    const [, refresh = ""] = cookies.split("; ");

    const answer = await me(request(refresh));
    expect(answer.status).toBe(200);
    const next = sent(setCookies(answer));
    expect(next).toMatch(/^__Host-sign-in=[\w-]+\.[\w-]+\.[\w-]+; __Host-refresh=[\w-]{43}$/);
    expect((await me(request(next))).status).toBe(200);

    const [, nextRefresh = ""] = next.split("; ");
    const { NextRequest } = await import(path.join(lifted.folder, "node_modules/next/server.js"));
    const { proxy } = await import(path.join(lifted.folder, "proxy.ts"));
    const visit = (cookie: string, headers: Record<string, string> = {}): Promise<Response> =>
      proxy(new NextRequest(origin, { headers: { cookie, ...headers } }));
    expect(setCookies(await visit(nextRefresh, { "sec-purpose": "prefetch" }))).toEqual([]);
    expect(setCookies(await visit(nextRefresh, { "next-router-prefetch": "1" }))).toEqual([]);
    expect(setCookies(await visit(next))).toEqual([]);
    const rendered = await visit(nextRefresh);
    const given = sent(setCookies(rendered));
    expect(given).toMatch(/^__Host-sign-in=.+; __Host-refresh=[\w-]{43}$/);
    const forwarded = rendered.headers.get("x-middleware-request-cookie") ?? "";
    expect(forwarded.split("; ").toSorted()).toEqual(given.split("; ").toSorted());

    // The first refresh token again, now that its successor has been used: a thief, or so it must be taken.
    expect((await me(request(refresh))).status).toBe(401);
    expect((await me(request(given.split("; ")[1] ?? ""))).status).toBe(401);
  });

  it("says which setting is missing", async () => {
    vi.stubEnv("AUTH_SEAL_PASSWORD", "");
    await expect(load()).rejects.toThrow("AUTH_SEAL_PASSWORD is not set.");
  });
});

/** What the example exports, as this test needs it; `lift.test.ts` checks the example's own types. */
declare namespace Example {
  type Handler = (request: Request) => Promise<Response>;
  const signUp: Handler;
  const signIn: Handler;
  const signOut: Handler;
  function guarded(handler: (user: { principal: object }) => Response): Handler;
}
