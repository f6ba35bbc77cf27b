import { beforeEach, describe, expect, it } from "vitest";
import { DEMO_PASSWORD, type SeedOptions, seedDemo } from "@/db/seed";
import type { UserId } from "@/lib/auth/contract";
import { newSessionId, newToken, newUserId, sha256 } from "@/lib/auth/random";
import { initialSettings } from "@/lib/settings/schema";
import { type FlatSettings, flatten } from "../settings";
import type { TestBackend } from "../testing/backends";

// The demo accounts: made, put right and taken away, with what they gave.

const SETTINGS = flatten(initialSettings("jwt"));

export function testDemo(backend: () => TestBackend): void {
  describe("demo accounts", () => {
    let b: TestBackend;
    let hashed: string[];
    let options: SeedOptions<FlatSettings>;
    beforeEach(() => {
      b = backend();
      hashed = [];
      options = {
        hashPassword: async (password) => {
          hashed.push(password);
          return `hash ${hashed.length} of ${password}`;
        },
        async verifyPassword(hash, password) {
          if (!hash.startsWith("hash")) throw new Error("This is no hash.");
          return hash.endsWith(` of ${password}`);
        },
        settings: SETTINGS,
      };
    });
    const seed = () => seedDemo(b.demo, options);
    const remove = () => b.demo.remove();
    const people = () => b.sql("SELECT * FROM users ORDER BY email");
    const count = async (table: string) => (await b.sql(`SELECT * FROM ${table}`)).length;
    const find = async (email: string) => {
      const account = await b.accounts.findByEmail(email);
      if (!account) throw new Error("There is no such account.");
      return account;
    };
    const idOf = async (email: string) => (await find(email)).principal.userId;
    async function addReal(email: string): Promise<UserId> {
      const account = { email, name: "C", passwordHash: "x" };
      const principal = await b.accounts.create(account, initialSettings("session"));
      return principal?.userId ?? newUserId();
    }
    async function signIn(userId: UserId): Promise<void> {
      const now = new Date();
      const times = { createdAt: now, authenticatedAt: now, lastSeenAt: now, expiresAt: now };
      const signedIn = {
        id: newSessionId(),
        userId,
        audience: "app",
        idleTimeoutSeconds: 1,
        ip: "",
        userAgent: "",
      };
      await b.stores.sessions.insert({
        ...signedIn,
        ...times,
        tokenHash: sha256(newToken()),
        cacheSeconds: 0,
      });
      await b.stores.refreshTokens.insert(
        { ...signedIn, ...times, id: newSessionId(), revokedAt: null },
        sha256(newToken()),
      );
    }
    const liveFamilies = async () =>
      (await b.sql("SELECT * FROM refresh_families WHERE revoked_at IS NULL")).length;

    it("are three, with the public password and complete settings", async () => {
      await seed();
      expect((await people()).map(({ email, role }) => [email, role])).toEqual([
        ["admin@example.com", "admin"],
        ["alice@example.com", "user"],
        ["bob@example.com", "user"],
      ]);
      expect(await b.accounts.demoIds()).toHaveLength(3);
      expect(hashed).toEqual([DEMO_PASSWORD, DEMO_PASSWORD, DEMO_PASSWORD]);
      for (const id of await b.accounts.demoIds())
        expect(flatten(await b.settings.get(id))).toEqual(SETTINGS);
    });

    it("a second start changes nothing and hashes nothing, settings and sign-ins included", async () => {
      await seed();
      const alice = await idOf("alice@example.com");
      await b.settings.update(alice, { authMode: "session", jwt: { accessTtlSeconds: 2 } });
      await signIn(alice);
      const before = await people();
      hashed.length = 0;
      await seed();
      expect(await people()).toEqual(before);
      expect(await b.settings.get(alice)).toMatchObject({
        authMode: "session",
        jwt: { accessTtlSeconds: 2 },
      });
      expect([await count("sessions"), await liveFamilies()]).toEqual([1, 1]);
      expect(hashed).toEqual([]);
    });

    it.each([
      ["disabled_at", 1, 1],
      ["name", "<script>", 1],
      ["role", "admin", 0],
      ["password_hash", "hash 9 of somebody else's", 0],
      ["password_hash", "x", 0],
    ])("are put right when visitors set %s to %s", async (column, value, signInsLeft) => {
      await seed();
      const alice = await idOf("alice@example.com");
      await signIn(alice);
      await b.sql(`UPDATE users SET ${column} = ? WHERE id = ?`, value, alice);
      await seed();
      const { principal, disabled, passwordHash } = await find("alice@example.com");
      expect([principal.userId, principal.name, principal.role, disabled]).toEqual([
        alice,
        "Alice",
        "user",
        false,
      ]);
      expect(await options.verifyPassword(passwordHash, DEMO_PASSWORD)).toBe(true);
      // Sign-ins of another role or password end with it.
      expect([await count("sessions"), await liveFamilies()]).toEqual([signInsLeft, signInsLeft]);
      expect(await count("demo_accounts")).toBe(3);
    });

    it("the demo admin is one again, and a demo account that was deleted is there again", async () => {
      await seed();
      await b.sql("UPDATE users SET role = 'user'");
      await b.accounts.remove(await idOf("bob@example.com"));
      await seed();
      expect((await people()).map(({ email, role }) => `${email} ${role}`)).toEqual([
        ...["admin@example.com admin", "alice@example.com user", "bob@example.com user"],
      ]);
    });

    it("are added once when two processes seed together", async () => {
      await Promise.all([seed(), seed()]);
      expect([await count("users"), await count("settings"), await count("demo_accounts")]).toEqual([
        3, 3, 3,
      ]);
    });

    it("a real account with a demo address is left alone", async () => {
      const real = await addReal("alice@example.com");
      await b.accounts.setDisabled(real, new Date());
      const before = await find("alice@example.com");
      await seed();
      expect(await count("users")).toBe(3);
      expect(await remove()).toEqual({ accounts: 2, demoted: [] });
      expect(await count("users")).toBe(1);
      expect(await find("alice@example.com")).toEqual(before);
    });

    it("are taken away with their settings and sessions, and nobody else is", async () => {
      await seed();
      const carol = await addReal("carol@example.com");
      await signIn(await idOf("alice@example.com"));
      expect(await remove()).toEqual({ accounts: 3, demoted: [] });
      expect(await remove()).toEqual({ accounts: 0, demoted: [] });
      expect((await people()).map(({ id }) => id)).toEqual([carol]);
      expect([await count("sessions"), await count("refresh_families"), await count("settings")]).toEqual([
        0, 0, 1,
      ]);
    });

    it("visitors go with them, and what is on record of visitors, and of nobody else", async () => {
      await seed();
      const visitor = { email: "alice-1@example.com", name: "V", passwordHash: "x", expiresAt: new Date() };
      const created = await b.accounts.create(visitor, initialSettings("session"));
      const alice = await idOf("alice@example.com");
      for (const userId of [created?.userId ?? newUserId(), alice])
        await b.audit.record({ kind: "sign-in", userId, client: { ip: "10.0.0.1", userAgent: "" } });
      expect(await remove()).toEqual({ accounts: 4, demoted: [] });
      expect((await b.audit.list({ limit: 9 })).events.map(({ userId }) => userId)).toEqual([alice]);
    });

    it("a role that a demo admin gave is taken back, and what was given on; no other", async () => {
      await seed();
      for (const name of ["mallory", "eve", "carol", "dave"])
        await b.accounts.setRole(await addReal(`${name}@example.com`), "admin");
      const given = async (by: string, to: string, role = "admin") =>
        b.audit.record({
          kind: "role.changed",
          userId: await idOf(`${to}@example.com`),
          actorId: await idOf(`${by}@example.com`),
          client: { ip: "", userAgent: "" },
          detail: { to: role },
        });
      await given("admin", "mallory");
      await given("mallory", "eve");
      await given("admin", "carol", "user");
      await given("carol", "dave");
      await signIn(await idOf("eve@example.com"));
      expect((await remove()).demoted.sort()).toEqual(["eve@example.com", "mallory@example.com"]);
      const admins = (await people()).filter(({ role }) => role === "admin");
      expect(admins.map(({ email }) => email)).toEqual(["carol@example.com", "dave@example.com"]);
      expect([await count("sessions"), await liveFamilies()]).toEqual([0, 0]);
      expect((await remove()).demoted).toEqual([]);
    });
  });
}
