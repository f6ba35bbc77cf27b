import { beforeEach, describe, expect, it } from "vitest";
import type { SealedClaims, TokenCodec } from "../parts";
import { newToken } from "../random";
import { createTestClock, MINUTE, SEAL_PASSWORDS } from "../testing/kit";
import { createSealedCodec, SEAL_PREFIX, type SealPasswords } from "./sealed";

const PURPOSE = "session of the tests";
const OTHER_PASSWORD = "another password of the tests, as long as the first";
const clock = createTestClock();
const codecWith = (passwords: SealPasswords) => createSealedCodec({ passwords, purpose: PURPOSE, clock });

describe("a seal", () => {
  const codec: TokenCodec<SealedClaims> = codecWith(SEAL_PASSWORDS);
  const claims: SealedClaims = { token: newToken(), expiresAt: new Date(Number(clock.now()) + MINUTE) };
  let genuine: string;
  beforeEach(async () => {
    genuine = await codec.encode(claims);
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
  const create = (passwords: SealPasswords) => () => codecWith(passwords);

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
