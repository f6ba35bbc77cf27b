import fc from "fast-check";
import { sealData } from "iron-session";
import { beforeEach, describe, expect, it } from "vitest";
import type { InactiveReason } from "../contract";
import type { SealedClaims, TokenCodec } from "../parts";
import { newToken } from "../random";
import { createTestClock, MINUTE, SEAL_PASSWORDS, type TestClock } from "../testing/kit";
import { createTrace } from "../trace";
import { createSealedCodec, SEAL_PREFIX, type SealPasswords } from "./sealed";

const PURPOSE = "session of the tests";
const OTHER_PASSWORD = "another password of the tests, as long as the first";

describe("a seal", () => {
  let clock: TestClock;
  let codec: TokenCodec<SealedClaims>;
  let claims: SealedClaims;
  let genuine: string;

  const codecWith = (passwords: SealPasswords, purpose = PURPOSE) =>
    createSealedCodec({ passwords, purpose, clock });
  beforeEach(async () => {
    clock = createTestClock();
    codec = codecWith(SEAL_PASSWORDS);
    claims = { token: newToken(), expiresAt: new Date(Number(clock.now()) + MINUTE) };
    genuine = await codec.encode(claims);
  });
  async function refuses(seal: string, ...reasons: InactiveReason[]): Promise<void> {
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
    for (let round = 0; round < 2; round++) {
      const decoded = await codec.decode(seal);
      expect(reasons).toContain(decoded.ok ? "accepted" : decoded.reason);
    }
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
  }

  it("comes back as it was, never twice the same, without showing what is in it", async () => {
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
    expect(genuine.startsWith(SEAL_PREFIX)).toBe(true);
    expect(genuine).not.toContain(claims.token);
    expect(Buffer.from(genuine.split("*")[4] ?? "", "base64url").toString("latin1")).not.toContain(
      claims.token,
    );
    expect(await codec.encode(claims)).not.toBe(genuine);
  });

  it("ends to the millisecond, also when it is remembered", async () => {
    clock.set(Number(claims.expiresAt) - 1);
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
    clock.set(claims.expiresAt);
    for (const asked of [codec, codecWith(SEAL_PASSWORDS)]) {
      expect(await asked.decode(genuine)).toEqual({ ok: false, reason: "expired" });
    }
    clock.advance(-1);
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
  });

  it("sealed for one purpose never passes for another, under the same password", async () => {
    for (const purpose of [`${PURPOSE} `, PURPOSE.toUpperCase(), "", "pair"]) {
      const other = codecWith(SEAL_PASSWORDS, purpose);
      await refuses(await other.encode(claims), "wrong_audience");
      expect(await other.decode(genuine)).toEqual({ ok: false, reason: "wrong_audience" });
    }
  });

  it("over anything but our content is refused, though the seal is genuine", async () => {
    const expiresAt = Number(claims.expiresAt);
    const wrong: object[] = [{}, [], { token: claims.token }, { purpose: PURPOSE, expiresAt }];
    wrong.push({ purpose: PURPOSE, token: "", expiresAt }, { purpose: PURPOSE, token: 7, expiresAt });
    wrong.push(
      { purpose: PURPOSE, token: claims.token },
      { purpose: [PURPOSE], token: claims.token, expiresAt },
    );
    for (const limit of [String(expiresAt), expiresAt + 0.5, null, claims.expiresAt.toISOString()]) {
      wrong.push({ purpose: PURPOSE, token: claims.token, expiresAt: limit });
    }
    const seal = (content: object) => sealData(content, { password: SEAL_PASSWORDS, ttl: 0 });
    for (const content of wrong) await refuses(await seal(content), "bad_signature");
    const right = await seal({ purpose: PURPOSE, token: claims.token, expiresAt });
    expect(await codec.decode(right)).toEqual({ ok: true, claims });
  });

  it("with any of its parts changed, dropped, emptied, doubled or taken from another seal is refused", async () => {
    const parts = genuine.split("*");
    const others = (await codec.encode({ ...claims, token: newToken() })).split("*");
    expect(parts).toHaveLength(8);
    const put = (at: number, ...values: string[]) => parts.toSpliced(at, 1, ...values).join("*");
    for (const [at, part] of parts.entries()) {
      const changed = [put(at), put(at, `${part}0`), put(at, part, part), put(at, ` ${part}`)];
      if (part !== "") changed.push(put(at, ""), put(at, part.slice(0, -1)));
      if (others[at] !== part) changed.push(put(at, others[at] ?? ""));
      for (const seal of changed) await refuses(seal, "malformed", "bad_signature");
    }
  });

  it("with an expiry of iron's own put in is refused", async () => {
    for (const expiry of ["1", "99999999999999", "0", "-1"]) {
      await refuses(genuine.split("*").toSpliced(5, 1, expiry).join("*"), "malformed", "bad_signature");
    }
  });

  it("needs its ~2 and nothing after it, which iron-session would not mind", async () => {
    const bare = genuine.slice(0, -2);
    expect(genuine.endsWith("~2")).toBe(true);
    for (const suffix of [
      "",
      "~",
      "~1",
      "~3",
      "~22",
      "~2~2",
      "~2 ",
      "~2\n",
      "~2=",
      "~2;",
      "2",
      "~02",
      "%7E2",
    ]) {
      await refuses(bare + suffix, "malformed");
    }
  });

  it("names a password we have: no other id, no name of a method", async () => {
    const wide = codecWith({ ...SEAL_PASSWORDS, "2": OTHER_PASSWORD });
    for (const id of ["2", "0", "01", "", "default", "__proto__", "constructor", "toString", "length"]) {
      const seal = genuine.replace("*1*", `*${id}*`);
      await refuses(seal, "malformed", "bad_signature");
      expect((await wide.decode(seal)).ok).toBe(false);
    }
    expect(await wide.decode(genuine)).toEqual({ ok: true, claims });
  });

  it("with any one character changed is refused, the last of the MAC in any way", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (const last of alphabet.replace(genuine.at(-3) ?? "", "")) {
      await refuses(`${genuine.slice(0, -3)}${last}~2`, "malformed", "bad_signature");
    }
    for (let at = 0; at < genuine.length; at++) {
      const changed = genuine[at] === "0" ? "1" : "0";
      const seal = genuine.slice(0, at) + changed + genuine.slice(at + 1);
      expect((await codec.decode(seal)).ok, `at ${at}`).toBe(false);
    }
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
  });

  it("cut and pasted at random is refused or byte-equal, and noise never throws", async () => {
    const place = fc.nat({ max: genuine.length });
    await fc.assert(
      fc.asyncProperty(place, place, fc.string({ maxLength: 3 }), async (from, to, between) => {
        const seal = genuine.slice(0, from) + between + genuine.slice(to);
        expect((await codec.decode(seal)).ok).toBe(seal === genuine);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string(), async (noise) => {
        for (const seal of [noise, SEAL_PREFIX + noise, `${SEAL_PREFIX}1*${noise}~2`]) {
          expect((await codec.decode(seal)).ok).toBe(false);
        }
      }),
    );
  });

  it("of any token and instant comes back", async () => {
    const instant = fc.integer({ min: Number(clock.now()) + 1, max: 8.64e15 });
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 200 }), instant, async (token, milliseconds) => {
        const any = { token, expiresAt: new Date(milliseconds) };
        expect(await codec.decode(await codec.encode(any))).toEqual({ ok: true, claims: any });
      }),
      { numRuns: 30 },
    );
  });

  it("larger than a cookie is refused, though genuine", async () => {
    const large = await codec.encode({ ...claims, token: "x".repeat(4000) });
    expect(large.length).toBeGreaterThan(4096);
    await refuses(large, "malformed");
    await refuses("*".repeat(1_000_000), "malformed");
    await refuses(`${genuine.slice(0, 200)}${"A".repeat(3000)}`, "malformed");
  });

  it("is opened once and then remembered; a refused one is opened again", async () => {
    const first = async (seal: string) => {
      const trace = createTrace();
      await codec.decode(seal, { trace });
      return trace.steps[0]?.outcome;
    };
    expect([await first(genuine), await first(genuine)]).toEqual(["ok", "remembered"]);
    const forged = genuine.replace(/\*\w/, "*2");
    expect([await first(forged), await first(forged)]).toEqual(["bad_signature", "bad_signature"]);
  });

  it("that was handed out cannot be changed for the next request", async () => {
    const decoded = await codec.decode(genuine);
    if (decoded.ok) Object.assign(decoded.claims, { token: "evil" }).expiresAt.setFullYear(9999);
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
  });

  it("of an old password passes while the password is kept; the highest id seals", async () => {
    const rotating = codecWith({ "2": OTHER_PASSWORD, ...SEAL_PASSWORDS, "10": `${OTHER_PASSWORD}!` });
    expect(await rotating.decode(genuine)).toEqual({ ok: true, claims });
    const fresh = await rotating.encode(claims);
    expect(fresh.startsWith(`${SEAL_PREFIX}10*`)).toBe(true);
    expect(await codec.decode(fresh)).toEqual({ ok: false, reason: "bad_signature" });
    const rotated = codecWith({ "10": `${OTHER_PASSWORD}!` });
    expect(await rotated.decode(genuine)).toEqual({ ok: false, reason: "bad_signature" });
    expect(await rotated.decode(fresh)).toEqual({ ok: true, claims });
  });

  it("of another password under the same id is refused", async () => {
    const impostor = codecWith({ "1": OTHER_PASSWORD });
    expect(await codec.decode(await impostor.encode(claims))).toEqual({ ok: false, reason: "bad_signature" });
    expect(await impostor.decode(genuine)).toEqual({ ok: false, reason: "bad_signature" });
    expect(await codec.decode(genuine)).toEqual({ ok: true, claims });
  });
});

describe("seal passwords are refused", () => {
  const clock = createTestClock();
  const create = (passwords: SealPasswords) => () =>
    createSealedCodec({ passwords, purpose: PURPOSE, clock });

  it("when there is none, or any is under 32 characters", () => {
    expect(create({})).toThrow(/32 characters/);
    for (const short of ["", "secret", "x".repeat(31)]) {
      expect(create({ "1": short })).toThrow(/32 characters/);
      expect(create({ ...SEAL_PASSWORDS, "2": short })).toThrow(/32 characters/);
    }
    expect(create({ "1": "x".repeat(32) })).not.toThrow();
  });

  it("when an id is not a whole number from 1: its seals would never open", () => {
    for (const id of ["2026-01", "a", "0", "01", "1.5", "-1", "1e3", "", " 1", "Infinity", "9".repeat(20)]) {
      expect(create({ [id]: OTHER_PASSWORD })).toThrow(/ids/);
      expect(create({ ...SEAL_PASSWORDS, [id]: OTHER_PASSWORD })).toThrow(/ids/);
    }
    expect(create({ "1": OTHER_PASSWORD, "202601": OTHER_PASSWORD })).not.toThrow();
  });

  it("without a word of them in the message", () => {
    expect(create({ "1": "hunter2" })).not.toThrow(/hunter2/);
  });
});
