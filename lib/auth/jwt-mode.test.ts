import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJsonPart } from "./codecs/compact";
import { authModeContract } from "./mode-contract-suite";
import { SIGNING_ALGS, STRATEGY_NAMES } from "./names";
import { SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

// Every algorithm under one strategy, every strategy under one algorithm.
for (const store of STORE_NAMES) {
  for (const alg of SIGNING_ALGS) authModeContract("jwt", store, { alg, revocation: "denylist" });
  for (const revocation of STRATEGY_NAMES.filter((name) => name !== "denylist"))
    authModeContract("jwt", store, { alg: "HS256", revocation });
}

for (const alg of SIGNING_ALGS) {
  describe(`jwt mode with ${alg}`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness("jwt", "memory", { alg });
    });
    afterEach(() => h.close());

    it("verify says which algorithm signed and how revocation was checked", async () => {
      const { token } = await h.signIn();
      expect(await h.mode.verify(token)).toMatchObject({ active: true, alg, strategy: "expiry-only" });
    });

    it("what issue says and what it signs are the same whole seconds", async () => {
      const { token, issuedAt, expiresAt, sessionId } = await h.signIn();
      const claims = parseJsonPart(token.split(".")[1] ?? "");
      expect(claims).toMatchObject({ iat: Number(issuedAt) / SECOND, exp: Number(expiresAt) / SECOND });
      expect(claims).toMatchObject({ sid: sessionId, auth_time: Number(issuedAt) / SECOND });
      expect(await h.mode.decode(token)).toEqual({ ok: true, issuedAt, expiresAt, sessionId });
    });

    it("every token has its own jti of 128 bits, never the id of its sign-in", async () => {
      const all = await Promise.all(Array.from({ length: 10 }, () => h.signIn()));
      const claims = all.map(({ token }) => parseJsonPart(token.split(".")[1] ?? ""));
      expect(new Set(claims.map((payload) => payload?.jti)).size).toBe(10);
      for (const payload of claims) {
        expect(Buffer.from(String(payload?.jti), "base64url")).toHaveLength(16);
        expect(payload?.jti).not.toBe(payload?.sid);
      }
    });
  });
}
