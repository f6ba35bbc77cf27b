import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseJsonPart } from "./codecs/compact";
import { createAccessTokenCodec } from "./codecs/jws";
import type { RevocationStrategy } from "./contract";
import { createJwtMode } from "./jwt-mode";
import { authModeContract } from "./mode-contract-suite";
import { SIGNING_ALGS } from "./policy";
import { createExpiryOnly } from "./revocation/expiry-only";
import { AUDIENCE, ISSUER, SECOND, testKeyring } from "./testing/kit";
import { createModeHarness, type ModeHarness, STORE_NAMES } from "./testing/modes";
import { createTrace } from "./trace";

for (const store of STORE_NAMES) {
  for (const alg of SIGNING_ALGS) authModeContract("jwt", store, alg);
}

for (const alg of SIGNING_ALGS) {
  describe(`jwt mode with ${alg}`, () => {
    let h: ModeHarness;
    beforeEach(async () => {
      h = await createModeHarness("jwt", "memory", alg);
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
      expect(await h.mode.decode(token)).toEqual({ ok: true, expiresAt, sessionId });
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

    it("issue, verify, revoke and list never call the store", async () => {
      const { token, sessionId } = await h.signIn();
      expect(await h.mode.verify(token)).toMatchObject({ active: true });
      await h.mode.revoke(sessionId);
      expect(await h.mode.revokeAll(h.ada.userId)).toBe(0);
      expect(await h.mode.list(h.ada.userId)).toEqual([]);
      expect(h.store.calls).toEqual([]);
    });

    it("introspect shows the parts, header and claims as they stand, with the signature masked", async () => {
      const { token, sessionId } = await h.signIn();
      const shown = await h.mode.introspect(token);
      const [header, payload, signature = ""] = token.split(".");
      expect(shown).toMatchObject({
        header: { alg, kid: `key-of-${alg}`, typ: "at+jwt" },
        claims: { sid: sessionId, sub: h.ada.userId, role: h.ada.role },
        parts: { header, payload, signature: expect.stringContaining("hidden") },
      });
      const hidden = Number(/(\d+) hidden/.exec("preview" in shown ? shown.preview : "")?.[1]);
      expect(signature.length - hidden).toBe(12);
    });

    it("a strategy that revokes is asked with the claims, and its answer counts at once and in the trace", async () => {
      const asked: string[] = [];
      let revoked = false;
      const strategy: RevocationStrategy = {
        ...createExpiryOnly(),
        async isRevoked({ sid }) {
          asked.push(sid);
          return revoked;
        },
      };
      const keyring = await testKeyring();
      const binding = { issuer: ISSUER, audience: AUDIENCE, maxLifetimeSeconds: 900 };
      const codec = createAccessTokenCodec({ keyring, clock: h.clock, ...binding });
      const mode = createJwtMode({ codec, strategy, clock: h.clock });
      const { token, sessionId } = await h.signIn({ mode });
      for (revoked of [false, true, false]) {
        const trace = createTrace();
        const verification = await mode.verify(token, { trace });
        expect(verification).toMatchObject(revoked ? { active: false, reason: "revoked" } : { active: true });
        expect(trace.steps.at(-1)).toMatchObject({ outcome: revoked ? "revoked" : "ok" });
      }
      expect(asked).toEqual([sessionId, sessionId, sessionId]);
    });
  });
}
