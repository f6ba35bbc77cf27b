import { beforeEach, describe, expect, it } from "vitest";
import type { Principal, UserId } from "@/lib/auth/contract";
import { AccountClosedError } from "@/lib/errors/account-closed";
import { initialSettings } from "@/lib/settings/schema";
import type { AccountStore } from "../accounts";
import type { TestBackend } from "../testing/backends";

// Accounts: made, found, listed, changed and removed.

const NOBODY = "nobody-of-this-id" as UserId;

export function testAccounts(backend: () => TestBackend): void {
  describe("accounts", () => {
    let accounts: AccountStore;
    beforeEach(() => {
      ({ accounts } = backend());
    });
    const create = (email: string, more: { name?: string; expiresAt?: Date } = {}) =>
      accounts.create({ email, name: "Ada", passwordHash: "hash", ...more }, initialSettings("jwt"));
    async function added(email: string, more: { name?: string; expiresAt?: Date } = {}): Promise<Principal> {
      const principal = await create(email, more);
      if (!principal) throw new Error("The address is taken.");
      return principal;
    }
    const emails = async (query: Parameters<AccountStore["list"]>[0]) =>
      (await accounts.list(query)).map(({ email }) => email);

    it("an account is found by id and address as it was made, with its settings", async () => {
      const ada = await added("ada@x.test");
      const account = { principal: ada, passwordHash: "hash", disabled: false, demo: false, expiresAt: null };
      expect(ada).toMatchObject({ email: "ada@x.test", name: "Ada", role: "user" });
      expect(await accounts.find(ada.userId)).toEqual(account);
      expect(await accounts.findByEmail("ada@x.test")).toEqual(account);
      expect(await backend().settings.get(ada.userId)).toEqual(initialSettings("jwt"));
      for (const email of ["ADA@x.test", "ada@x.tes", "%", ""])
        expect(await accounts.findByEmail(email)).toBeNull();
      expect(await accounts.find(NOBODY)).toBeNull();
    });

    it("an address has one account, also when two ask at once, and the loser leaves nothing", async () => {
      const made = await Promise.all(Array.from({ length: 5 }, () => create("ada@x.test")));
      expect(made.filter((principal) => principal !== null)).toHaveLength(1);
      expect(await create("ada@x.test")).toBeNull();
      expect(await backend().sql("SELECT * FROM settings")).toHaveLength(1);
    });

    it("a visitor's goes by itself: it is counted, and listed when its time is over, the first first", async () => {
      const times = [30, 10, 20].map((time) => new Date(time));
      const made: Principal[] = [];
      for (const expiresAt of times) made.push(await added(`v${Number(expiresAt)}@x.test`, { expiresAt }));
      await added("real@x.test");
      const [late, first, second] = made;
      expect(await accounts.countVisitors()).toBe(3);
      expect(await accounts.expiredVisitors(new Date(9), 5)).toEqual([]);
      expect(await accounts.expiredVisitors(new Date(20), 5)).toEqual([first?.userId, second?.userId]);
      expect(await accounts.expiredVisitors(new Date(99), 1)).toEqual([first?.userId]);
      expect(await accounts.find(late?.userId ?? NOBODY)).toMatchObject({ demo: true, expiresAt: times[0] });
      expect(await accounts.demoIds()).toEqual([]);
    });

    it("a list is in the order of addresses, byte by byte, and goes on after any of them", async () => {
      for (const email of ["b@x.test", "a_b@x.test", "a-b@x.test", "a@x.test", "z@x.test"])
        await added(email);
      const all = ["a-b@x.test", "a@x.test", "a_b@x.test", "b@x.test", "z@x.test"];
      expect(await emails({ limit: 9 })).toEqual(all);
      expect(await emails({ limit: 2 })).toEqual(all.slice(0, 2));
      expect(await emails({ limit: 2, after: "a@x.test" })).toEqual(all.slice(2, 4));
      expect(await emails({ limit: 2, after: "c" })).toEqual(["z@x.test"]);
    });

    it("a search finds parts of address or name in any case, and no sign in it means anything else", async () => {
      await added("ada@x.test", { name: "100%_Zo\u00eb\\" });
      await added("bob@x.test", { name: "Bob" });
      const found = (search: string) => emails({ limit: 9, search });
      for (const search of ["ADA", "da@", "100%", "%_z", "zO\u00eb", "\\", " ada "])
        expect(await found(search), search).toEqual(["ada@x.test"]);
      for (const search of ["a%a", "b_b", "\u0000", "' OR 1=1 --"])
        expect(await found(search), search).toEqual([]);
      expect(await found("")).toHaveLength(2);
    });

    it("everybody's demo accounts can be listed alone", async () => {
      await added("real@x.test");
      await added("visitor@x.test", { expiresAt: new Date(9) });
      const demo = await added("demo@x.test");
      await backend().sql("INSERT INTO demo_accounts (user_id) VALUES (?)", demo.userId);
      expect(await emails({ limit: 9, demoOnly: true })).toEqual(["demo@x.test"]);
      expect(await accounts.demoIds()).toEqual([demo.userId]);
    });

    it("a password is replaced by whoever knows the old one's hash; of many at once one succeeds", async () => {
      const { userId } = await added("ada@x.test");
      expect(await accounts.replacePassword(userId, "other", "new")).toBe(false);
      const tries = Array.from({ length: 5 }, (_, index) =>
        accounts.replacePassword(userId, "hash", `new ${index}`),
      );
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect((await accounts.find(userId))?.passwordHash).toMatch(/^new /);
    });

    it("role and disabling change one account, and its summary tells", async () => {
      const [ada, bob] = [await added("ada@x.test"), await added("bob@x.test")];
      await accounts.setRole(ada.userId, "admin");
      await accounts.setDisabled(ada.userId, new Date(5));
      expect(await accounts.summary(ada.userId)).toMatchObject({ role: "admin", disabledAt: new Date(5) });
      expect(await accounts.find(ada.userId)).toMatchObject({ disabled: true });
      await accounts.setDisabled(ada.userId, null);
      expect(await accounts.summary(ada.userId)).toMatchObject({ disabledAt: null, demo: false });
      expect(await accounts.summary(bob.userId)).toMatchObject({ role: "user", disabledAt: null });
      expect(await accounts.summary(NOBODY)).toBeNull();
    });

    it("other admins are those who are enabled; only a real one stands in for a real one", async () => {
      const [ada, bob, off] = [await added("a@x.test"), await added("b@x.test"), await added("c@x.test")];
      const demo = await added("d@x.test", { expiresAt: new Date(9) });
      for (const { userId } of [ada, bob, off, demo]) await accounts.setRole(userId, "admin");
      await accounts.setDisabled(off.userId, new Date());
      expect(await accounts.countOtherAdmins(ada.userId, { demo: false })).toBe(1);
      expect(await accounts.countOtherAdmins(ada.userId, { demo: true })).toBe(2);
      expect(await accounts.countOtherAdmins(demo.userId, { demo: true })).toBe(2);
    });

    it("two admins who take each other's role at once leave one", async () => {
      const [ada, bob] = [await added("a@x.test"), await added("b@x.test")];
      for (const { userId } of [ada, bob]) await accounts.setRole(userId, "admin");
      const demote = (by: Principal, whom: Principal) =>
        backend().stores.atomically(async () => {
          if ((await accounts.find(by.userId))?.principal.role !== "admin") return;
          await accounts.setRole(whom.userId, "user");
        });
      await Promise.all([demote(ada, bob), demote(bob, ada)]);
      const roles = await Promise.all([ada, bob].map(({ userId }) => accounts.find(userId)));
      expect(roles.map((account) => account?.principal.role).sort()).toEqual(["admin", "user"]);
    });

    it("a removed account takes its settings along, and nobody else's", async () => {
      const [ada, bob] = [await added("ada@x.test"), await added("bob@x.test", { expiresAt: new Date(9) })];
      await accounts.remove(bob.userId);
      expect(await accounts.find(bob.userId)).toBeNull();
      expect(await accounts.countVisitors()).toBe(0);
      await expect(backend().settings.get(bob.userId)).rejects.toThrow(AccountClosedError);
      expect(await accounts.find(ada.userId)).not.toBeNull();
      expect(await backend().settings.get(ada.userId)).toEqual(initialSettings("jwt"));
    });
  });
}
