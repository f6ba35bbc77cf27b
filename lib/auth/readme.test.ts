import { execFileSync } from "node:child_process";
import path from "node:path";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { users } from "../../db/schema";
import type { Effect, Guarantees } from "./contract";
import { MODE_NAMES } from "./create-auth";
import { hashPassword } from "./password";
import { newUserId } from "./random";
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
  detectsReuse: ["Notices that a stolen credential is used", (g) => (g.detectsReuse ? "yes" : "no")],
};

it("the README's table of guarantees is the modes' own", async () => {
  const { app, close } = await createModeHarness("session", "memory", "ES256");
  const all = [app.session.guarantees, app.jwt.guarantees];
  const rows = Object.values(ROWS).map(([label, say]) => [label, ...all.map(say)]);
  const lines = README.match(/^\|.*\|$/gm) ?? [];
  const cells = lines
    .map((line) => line.split("|").slice(1, -1))
    .map((row) => row.map((cell) => cell.trim()));
  expect(cells[0]).toEqual(["", "database session", "JWT, expiry-only"]);
  expect(cells.slice(2)).toEqual(rows);
  expect(Object.keys(ROWS).toSorted()).toEqual(Object.keys(app.session.guarantees).toSorted());
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
    const person = { email, name: "Ada", role: "user", createdAt: new Date(), demo: false } as const;
    const passwordHash = await hashPassword(password);
    db.insert(users)
      .values({ id: newUserId(), passwordHash, ...person })
      .run();

    const makeSecrets = codeBlocks("sh").find((block) => block.includes("AUTH_KEYS")) ?? "";
    const secrets = execFileSync("sh", ["-c", makeSecrets], { encoding: "utf8" }).trim().split("\n");
    for (const line of [...secrets, `APP_ORIGIN=${origin}`, `DATABASE_FILE=${file}`]) {
      const [name = "", ...value] = line.split("=");
      vi.stubEnv(name, value.join("="));
    }
  });
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
    const setCookie = entered.headers.get("set-cookie") ?? "";
    expect(setCookie).toMatch(
      /^__Host-sign-in=[^;]+; Path=\/; Expires=.* GMT; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(entered.headers.get("cache-control")).toBe("private, no-store");
    const [cookie = ""] = setCookie.split(";");
    expect(cookie.includes("Fe26.2*")).toBe(name === "session");

    expect(await (await me(request(`a=b; ${cookie}; c=d`))).json()).toMatchObject({ email, role: "user" });
    expect((await me(request(cookie.slice(0, -3)))).status).toBe(401);
    expect((await app.signOut(request(cookie, {}, "https://evil.example"))).status).toBe(403);
    expect((await me(request(cookie))).status).toBe(200);

    const left = await app.signOut(request(cookie, {}));
    expect([left.status, left.headers.get("set-cookie")?.startsWith("__Host-sign-in=; ")]).toEqual([
      204,
      true,
    ]);
    const { revokeOne } = await createModeHarness(name, "memory", "ES256").then(
      ({ mode }) => mode.guarantees,
    );
    expect((await me(request(cookie))).status).toBe(revokeOne === "immediate" ? 401 : 200);
  });

  it("says which setting is missing", async () => {
    vi.stubEnv("AUTH_SEAL_PASSWORD", "");
    await expect(load()).rejects.toThrow("AUTH_SEAL_PASSWORD is not set.");
  });
});

/** What the example exports, as this test needs it; `lift.test.ts` checks the example's own types. */
declare namespace Example {
  type Handler = (request: Request) => Promise<Response>;
  const signIn: Handler;
  const signOut: Handler;
  function guarded(handler: (user: { principal: object }) => Response): Handler;
}
