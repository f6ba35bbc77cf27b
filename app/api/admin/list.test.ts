import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import type { Browser } from "@/lib/web/testing/browser";
import { listUsers, promote, signedIn, view } from "./testing/admins";

const app = useApp();
let ada: Principal;
let boss: Principal;
let admin: Browser;
beforeEach(async () => {
  [ada, boss] = [await app.createAccount(), await promote(app, await app.createAccount())];
  admin = await signedIn(app, boss, "session");
});

describe("the list of users", () => {
  it("has every account by address, its state and its live sign-ins of each mode, and no secret", async () => {
    await signedIn(app, ada, "session");
    await signedIn(app, ada, "session");
    await signedIn(app, ada, "jwt");
    const { status, json, headers } = await listUsers(admin, "?limit=100");
    expect([status, headers.get("cache-control")]).toEqual([200, "private, no-store"]);
    const users = json.users as { email: string }[];
    expect(users).toContainEqual(view(ada, { signIns: { session: 2, jwt: 1 } }));
    expect(users).toContainEqual(view(boss, { signIns: { session: 1, jwt: 0 } }));
    expect(users.map(({ email }) => email)).toEqual(users.map(({ email }) => email).sort());
    expect(JSON.stringify(json)).not.toMatch(/argon2|password|hash/i);
  });

  it("comes in pages that hold everybody once", async () => {
    for (let i = 0; i < 7; i++) await app.createAccount();
    const everybody = (await app.runtime.accounts.list({ limit: 1000 })).map(({ userId }) => userId);
    const seen: unknown[] = [];
    let query = "?limit=3";
    for (;;) {
      const { json } = await listUsers(admin, query);
      const users = json.users as { id: string }[];
      seen.push(...users.map(({ id }) => id));
      if (json.next === null) break;
      expect(users).toHaveLength(3);
      query = `?limit=3&cursor=${json.next}`;
    }
    expect(seen).toEqual(everybody);
  });

  it("goes on behind an account that is gone, and no cursor shows an address", async () => {
    for (let i = 0; i < 3; i++) await app.createAccount();
    const all = (await listUsers(admin, "?limit=100")).json.users as { id: string; email: string }[];
    // Neither the first nor the last, and not the reader.
    const place = all.findIndex(({ id }, index) => index > 0 && id !== boss.userId);
    const gone = all[place];
    if (!gone) throw new Error("There are too few accounts.");
    const { next } = (await listUsers(admin, `?limit=${place + 1}`)).json;
    expect(Buffer.from(String(next), "base64url").toString("latin1")).not.toContain(gone.email);
    app.database.sqlite.prepare("DELETE FROM users WHERE id = ?").run(gone.id);
    const rest = (await listUsers(admin, `?limit=100&cursor=${next}`)).json.users as { id: string }[];
    expect(rest.map(({ id }) => id)).toEqual(all.slice(place + 1).map(({ id }) => id));
  });

  it("is searched by parts of address or name, and no sign in a search means anything else", async () => {
    const { database } = app;
    const rename = (whom: Principal, name: string) =>
      database.sqlite.prepare("UPDATE users SET name = ? WHERE id = ?").run(name, whom.userId);
    rename(ada, "100%_Zoë\\");
    const found = async (search: string) => {
      const { json } = await listUsers(admin, `?limit=100&search=${encodeURIComponent(search)}`);
      return (json.users as { id: string }[]).map(({ id }) => id);
    };
    for (const search of [
      ada.email,
      ada.email.toUpperCase(),
      ada.email.slice(3, 18),
      "zoë",
      "0%_z",
      "Ë\\".toLowerCase(),
    ])
      expect([search, await found(search)]).toEqual([search, [ada.userId]]);
    for (const search of ["nobody of this name", "1%%", "_00", "' OR 1=1 --", "\0"])
      expect([search, await found(search)]).toEqual([search, []]);
    expect((await found("")).length).toBeGreaterThan(1);
  });

  it.each([
    ["?limit=101", "limit"],
    ["?cursor=nobody", "cursor"],
    [`?search=${"x".repeat(255)}`, "search"],
  ])("%s is an invalid request that names %s", async (query, field) => {
    const { status, json } = await listUsers(admin, query);
    expect([status, json.error, Object.keys(json.fields ?? {})]).toEqual([400, "invalid_request", [field]]);
    expect((await listUsers(admin, "?something=else")).status).toBe(200);
  });
});
