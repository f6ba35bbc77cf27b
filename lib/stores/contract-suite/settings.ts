import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { AccountClosedError } from "@/lib/errors/account-closed";
import { settingsPatchSchema } from "@/lib/settings/schema";
import type { Settings, SettingsStore } from "../settings";
import type { TestBackend } from "../testing/backends";

// An account's settings: read, merged and kept.

export function testSettings(backend: () => TestBackend): void {
  describe("settings", () => {
    let settings: SettingsStore;
    let userId: UserId;
    let initial: Settings;
    beforeEach(async () => {
      ({ settings } = backend());
      ({ userId } = await backend().createAccount());
      initial = await settings.get(userId);
    });

    it.each([
      {},
      { jwt: {} },
      { session: {} },
      { jwt: { alg: undefined } },
      { authMode: undefined },
      { maxSignIns: undefined },
      { unknown: 1 },
    ])("%j changes nothing", async (patch) => {
      expect(await settings.update(userId, settingsPatchSchema.parse(patch))).toEqual(initial);
    });

    it("one field changes and the rest stays, in the answer and in the database", async () => {
      const changed = await settings.update(userId, { jwt: { accessTtlSeconds: 2 } });
      expect(changed).toEqual({ ...initial, jwt: { ...initial.jwt, accessTtlSeconds: 2 } });
      expect(await settings.get(userId)).toEqual(changed);
    });

    it("nobody else's settings change", async () => {
      const other = await backend().createAccount();
      await settings.update(userId, { authMode: "jwt", session: { idleTimeoutSeconds: 9 } });
      expect(await settings.get(other.userId)).toEqual(initial);
    });

    it("a limit of sign-ins is set, kept and taken away", async () => {
      expect((await settings.update(userId, { maxSignIns: 3 })).maxSignIns).toBe(3);
      expect((await settings.update(userId, { authMode: "jwt" })).maxSignIns).toBe(3);
    });

    it("an account that is gone has none", async () => {
      const gone = "gone" as UserId;
      await expect(settings.get(gone)).rejects.toThrow(AccountClosedError);
      const change = settings.update(gone, { authMode: "jwt" });
      await expect(change).rejects.toThrow(AccountClosedError);
    });

    it("changes made at once of different fields are all kept", async () => {
      await Promise.all([
        settings.update(userId, { jwt: { accessTtlSeconds: 11 } }),
        settings.update(userId, { session: { idleTimeoutSeconds: 12 } }),
        settings.update(userId, { maxSignIns: 13 }),
      ]);
      expect(await settings.get(userId)).toMatchObject({
        jwt: { accessTtlSeconds: 11 },
        session: { idleTimeoutSeconds: 12 },
        maxSignIns: 13,
      });
    });

    it("a change that another process made is kept", async () => {
      await backend().sql("UPDATE settings SET jwt_alg = 'RS256' WHERE user_id = ?", userId);
      expect(await settings.update(userId, { authMode: "jwt" })).toMatchObject({
        authMode: "jwt",
        jwt: { alg: "RS256" },
      });
    });
  });
}
