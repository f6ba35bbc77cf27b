import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Guarantees } from "./contract";
import { describeJwt, describeSession } from "./introspect";
import type { SessionRecord } from "./parts";
import { newSessionId, sha256 } from "./random";
import { encodePart } from "./testing/forge";
import { AUDIENCE, CLIENT, createPrincipal } from "./testing/kit";

const GUARANTEES: Guarantees = {
  revokeOne: "immediate",
  revokeAll: "immediate",
  staleClaims: "immediate",
  readsPerVerify: 0,
  detectsReuse: false,
};
const REFUSED = { active: false, reason: "bad_signature" } as const;

describe("describeJwt", () => {
  const signature = "s".repeat(6) + "SECRET".repeat(10) + "e".repeat(6);

  it("shows what anyone who holds the token can read, also of a token that is refused", () => {
    const [header, payload] = [encodePart({ alg: "none" }), encodePart({ sub: "ada", role: "admin" })];
    expect(describeJwt(`${header}.${payload}.${signature}`, REFUSED, GUARANTEES)).toEqual({
      mode: "jwt",
      ...REFUSED,
      bytes: header.length + payload.length + signature.length + 2,
      preview: `${header}.${payload}.ssssss…60 hidden…eeeeee`,
      parts: { header, payload, signature: "ssssss…60 hidden…eeeeee" },
      header: { alg: "none" },
      claims: { sub: "ada", role: "admin" },
      guarantees: GUARANTEES,
    });
  });

  it("shows nothing of what cannot be parsed, and parts only of what has three", () => {
    const broken = describeJwt(`${encodePart("{")}.${encodePart("[]")}.${signature}`, REFUSED, GUARANTEES);
    expect(broken).toMatchObject({ header: null, claims: null, parts: { payload: encodePart("[]") } });
    for (const token of ["", "a.b", `${signature}.x.y.z`, `${signature}=`]) {
      expect(describeJwt(token, REFUSED, GUARANTEES)).toMatchObject({
        parts: null,
        header: null,
        claims: null,
      });
    }
  });

  it("is plain data: a __proto__ in the token stays a member of that name", () => {
    const payload = encodePart('{"__proto__":{"role":"admin"},"sub":"ada"}');
    const { claims } = describeJwt(`${encodePart("{}")}.${payload}.${signature}`, REFUSED, GUARANTEES);
    expect(claims?.role).toBeUndefined();
    expect(JSON.stringify(claims)).toBe('{"__proto__":{"role":"admin"},"sub":"ada"}');
  });

  it("never shows a signature that is too short to be masked, nor more than twelve characters of any", () => {
    for (let bytes = 1; bytes < 90; bytes++) {
      const secret = randomBytes(bytes).toString("base64url");
      const masked = describeJwt(`e30.e30.${secret}`, REFUSED, GUARANTEES).parts?.signature ?? secret;
      const shown = masked.replace(/…(\d+ hidden…)?/, "");
      expect(shown.length).toBe(secret.length < 18 ? 0 : 12);
    }
  });
});

describe("describeSession", () => {
  const token = `Fe26.2*1*${"ab".repeat(32)}*${"x".repeat(22)}*${"y".repeat(200)}**${"cd".repeat(32)}*${"z".repeat(43)}~2`;
  const at = (milliseconds: number) => new Date(milliseconds);
  const row: SessionRecord = {
    id: newSessionId(),
    tokenHash: sha256("x"),
    userId: createPrincipal().userId,
    audience: AUDIENCE,
    createdAt: at(1),
    authenticatedAt: at(2),
    lastSeenAt: at(3),
    idleTimeoutSeconds: 4,
    cacheSeconds: 0,
    expiresAt: at(5),
    ...CLIENT,
  };

  it("shows the row with its hash in hex, and both ends of the cookie", () => {
    expect(describeSession(token, REFUSED, row, GUARANTEES)).toEqual({
      mode: "session",
      ...REFUSED,
      bytes: token.length,
      preview: `Fe26.2*1*abababa…${token.length - 22} hidden…zzzz~2`,
      row: { ...row, tokenHash: row.tokenHash.toString("hex") },
      guarantees: GUARANTEES,
    });
    expect(describeSession(token, REFUSED, null, GUARANTEES).row).toBeNull();
  });

  it("hides at least as much of anything as a credential needs to be worthless", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 300 }), (value) => {
        const { preview } = describeSession(value, REFUSED, null, GUARANTEES);
        const hidden = Number(/…(\d+) hidden…/.exec(preview)?.[1] ?? value.length);
        expect(hidden).toBeGreaterThanOrEqual(Math.min(6, value.length));
        expect(hidden).toBeGreaterThanOrEqual(value.length - 22);
      }),
    );
  });
});
