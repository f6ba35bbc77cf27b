import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../auth/names";
import { BOUNDS } from "../auth/policy";
import {
  KEY_OVERLAP_SECONDS,
  revokeKey,
  revokeSeal,
  rotateKey,
  rotateSeal,
  SEAL_OVERLAP_SECONDS,
  type StoredSecrets,
} from "./change";
import { freshKey, freshPassword, freshRefreshKey } from "./fresh";
import { parseSecrets } from "./secrets";

const NOW = new Date("2026-01-15T12:00:00.250Z");
const SECONDS = Math.floor(NOW.getTime() / 1000);
const later = (seconds: number) => new Date((SECONDS + seconds) * 1000);

function stored(): StoredSecrets {
  return {
    sealPasswords: { "1": freshPassword() },
    refreshKey: freshRefreshKey(),
    jwks: { keys: SIGNING_ALGS.map((alg) => ({ ...freshKey(alg), kid: `first ${alg}` })) },
  };
}

/** What the app would make of it, by id: a change that it refuses must not pass a test. */
function read(content: StoredSecrets) {
  const { jwks, sealPasswords, retireAt } = parseSecrets("secrets.json", JSON.stringify(content));
  const kids = (alg: string) => jwks.keys.filter((key) => key.alg === alg).map(({ kid }) => kid);
  return { kids, ids: Object.keys(sealPasswords), retireAt };
}

describe("rotating", () => {
  it.each(SIGNING_ALGS)("a %s key lets a fresh one sign and the old one verify for a while", (alg) => {
    const before = stored();
    const { stored: after, ...change } = rotateKey(before, alg, NOW);
    const { kids, retireAt } = read(after);
    expect(kids(alg)).toEqual([change.current, `first ${alg}`]);
    expect(retireAt.keys).toEqual(new Map([[`first ${alg}`, later(KEY_OVERLAP_SECONDS)]]));
    expect(change).toEqual({
      of: alg,
      current: expect.not.stringContaining("first"),
      retiring: [{ name: `Key first ${alg}`, until: later(KEY_OVERLAP_SECONDS) }],
      removed: [],
    });
    for (const other of SIGNING_ALGS.filter((name) => name !== alg))
      expect(kids(other)).toEqual([`first ${other}`]);
    expect(after.sealPasswords).toEqual(before.sealPasswords);
  });

  it("outlasts every token and every session that the old ones have made", () => {
    expect(KEY_OVERLAP_SECONDS).toBeGreaterThan(BOUNDS.accessTtlSeconds.max);
    expect(SEAL_OVERLAP_SECONDS).toBeGreaterThan(BOUNDS.absoluteTimeoutSeconds.max);
  });

  it("again does not give a key more time that is on its way out", () => {
    const once = rotateKey(stored(), "ES256", NOW);
    const twice = rotateKey(once.stored, "ES256", later(60));
    const { kids, retireAt } = read(twice.stored);
    expect(kids("ES256")).toEqual([twice.current, once.current, "first ES256"]);
    expect(retireAt.keys).toEqual(
      new Map([
        [once.current, later(60 + KEY_OVERLAP_SECONDS)],
        ["first ES256", later(KEY_OVERLAP_SECONDS)],
      ]),
    );
  });

  it("removes what is past its instant, of every kind, and not a second before", () => {
    const first = rotateSeal(rotateKey(stored(), "RS256", NOW).stored, NOW).stored;
    const early = rotateKey(first, "ES256", later(KEY_OVERLAP_SECONDS - 1));
    expect(early.removed).toEqual([]);
    const late = rotateKey(first, "ES256", later(KEY_OVERLAP_SECONDS));
    expect(late.removed).toEqual(["Key first RS256"]);
    expect(read(late.stored).kids("RS256")).toHaveLength(1);
    const latest = rotateKey(first, "ES256", later(SEAL_OVERLAP_SECONDS));
    expect(latest.removed).toEqual(["Key first RS256", "Password 1"]);
    expect(read(latest.stored).ids).toEqual(["2"]);
  });

  it("the seal lets the next higher id seal and the old one unseal for a while", () => {
    const change = rotateSeal(stored(), NOW);
    expect(change).toMatchObject({
      of: "seal",
      current: "2",
      retiring: [{ name: "Password 1", until: later(SEAL_OVERLAP_SECONDS) }],
    });
    const { ids, retireAt } = read(change.stored);
    expect(ids).toEqual(["1", "2"]);
    expect(retireAt.sealPasswords).toEqual(new Map([["1", later(SEAL_OVERLAP_SECONDS)]]));
    expect(retireAt.keys.size).toBe(0);
  });

  it("keeps what it does not know, and leaves its input alone", () => {
    const before = stored();
    const [key] = before.jwks.keys;
    Object.assign(before, { note: "ours" });
    Object.assign(key ?? {}, { note: "of the key" });
    const copy = structuredClone(before);
    const after = rotateKey(before, "ES256", NOW).stored;
    expect(before).toEqual(copy);
    expect(after).toMatchObject({ note: "ours", refreshKey: before.refreshKey });
    expect(after.jwks.keys[0]).toEqual(key);
  });
});

describe("revoking", () => {
  it.each(SIGNING_ALGS)("the only %s key makes a fresh one first", (alg) => {
    const change = revokeKey(stored(), `first ${alg}`, NOW);
    expect(change).toMatchObject({ of: alg, retiring: [], removed: [`Key first ${alg}`] });
    expect(read(change.stored).kids(alg)).toEqual([change.current]);
    expect(change.current).not.toBe(`first ${alg}`);
    expect(change.stored).not.toHaveProperty("retireAt");
  });

  it("a key that only verifies leaves the one that signs", () => {
    const rotated = rotateKey(stored(), "ES256", NOW);
    const change = revokeKey(rotated.stored, "first ES256", NOW);
    expect(change).toMatchObject({ current: rotated.current, retiring: [] });
    expect(read(change.stored).kids("ES256")).toEqual([rotated.current]);
  });

  it("the key that signs lets no key sign again that is on its way out", () => {
    const rotated = rotateKey(stored(), "ES256", NOW);
    const change = revokeKey(rotated.stored, rotated.current, NOW);
    const { kids, retireAt } = read(change.stored);
    expect(kids("ES256")).toEqual([change.current, "first ES256"]);
    expect([rotated.current, "first ES256"]).not.toContain(change.current);
    expect(retireAt.keys).toEqual(new Map([["first ES256", later(KEY_OVERLAP_SECONDS)]]));
  });

  it("the key that signs lets the next one sign that is to stay", () => {
    const before = stored();
    before.jwks.keys.push({ ...freshKey("ES256"), kid: "spare" });
    const change = revokeKey(before, "first ES256", NOW);
    expect(change.current).toBe("spare");
    expect(read(change.stored).kids("ES256")).toEqual(["spare"]);
  });

  it("a key past its instant works as well", () => {
    const rotated = rotateKey(stored(), "ES256", NOW);
    const change = revokeKey(rotated.stored, "first ES256", later(KEY_OVERLAP_SECONDS));
    expect(change.removed).toEqual(["Key first ES256"]);
    expect(read(change.stored).kids("ES256")).toEqual([rotated.current]);
  });

  it("a seal password leaves one that seals, under an id that was not used", () => {
    const only = revokeSeal(stored(), "1", NOW);
    expect(only).toMatchObject({ of: "seal", current: "2", removed: ["Password 1"], retiring: [] });
    expect(read(only.stored).ids).toEqual(["2"]);

    const rotated = rotateSeal(stored(), NOW).stored;
    expect(read(revokeSeal(rotated, "1", NOW).stored).ids).toEqual(["2"]);
    const { stored: after, current } = revokeSeal(rotated, "2", NOW);
    expect([current, read(after).ids]).toEqual(["3", ["1", "3"]]);
    expect(read(after).retireAt.sealPasswords).toEqual(new Map([["1", later(SEAL_OVERLAP_SECONDS)]]));
  });

  it("refuses what is not there", () => {
    expect(() => revokeKey(stored(), "first", NOW)).toThrow('There is no key "first"');
    for (const id of ["2", "", "01", "toString", "__proto__"])
      expect(() => revokeSeal(stored(), id, NOW)).toThrow(`There is no seal password "${id}"`);
  });
});
