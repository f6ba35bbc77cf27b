// The tampered credential must be refused for its content, whatever it was signed or sealed with: a change
// that the verifier does not notice, or a second one that undoes the first, would show people a lie.

import { describe, expect, test } from "vitest";
import { createAuth } from "@/lib/auth/create-auth";
import { MODE_NAMES, SIGNING_ALGS } from "@/lib/auth/names";
import { createMemoryStores } from "@/lib/auth/stores/memory";
import {
  CLIENT,
  createPolicy,
  createPrincipal,
  ISSUER,
  PAIR_AUDIENCE,
  REFRESH_KEY,
  SEAL_PASSWORDS,
  testKeyring,
} from "@/lib/auth/testing/kit";
import { changedCharacter, tamperOneCharacter } from "./tamper";

const differences = (a: string, b: string): number =>
  a.length === b.length ? [...a].filter((character, index) => character !== b[index]).length : -1;

describe.each(SIGNING_ALGS)("%s", (alg) => {
  test.each(MODE_NAMES)(
    "one changed character makes a %s credential fail its signature or seal",
    async (mode) => {
      const { auth, principal } = await setUp();
      for (let round = 0; round < 20; round++) {
        const { token } = await auth.modes[mode].issue(principal, CLIENT, createPolicy({ alg }));
        const tampered = tamperOneCharacter(token);
        expect(differences(token, tampered)).toBe(1);
        expect(await auth.modes[mode].verify(tampered)).toEqual({ active: false, reason: "bad_signature" });
        expect(await auth.modes[mode].verify(token)).toMatchObject({ active: true });
      }
    },
  );

  test.each(MODE_NAMES)("a %s credential that is tampered with again stays refused", async (mode) => {
    const { auth, principal } = await setUp();
    const { token } = await auth.modes[mode].issue(principal, CLIENT, createPolicy({ alg }));
    let tampered = token;
    for (let round = 0; round < 10; round++) {
      tampered = tamperOneCharacter(tampered);
      expect(await auth.modes[mode].verify(tampered)).toMatchObject({ active: false });
    }
  });
});

test("the changed character is found, and only where it is the one thing that differs", () => {
  expect(changedCharacter("abcd", tamperOneCharacter("abcd"))).toEqual({
    index: 2,
    of: 4,
    was: "c",
    is: "d",
  });
  for (const other of ["abcd", "axyd", "abcde", "", undefined])
    expect(changedCharacter("abcd", other)).toBeNull();
  expect(changedCharacter(undefined, "abcd")).toBeNull();
});

test("what has no character to change stays as it is", () => {
  expect(tamperOneCharacter("")).toBe("");
  expect(tamperOneCharacter("...")).toBe("...");
});

async function setUp() {
  const principal = createPrincipal();
  const people = new Map([[principal.userId, { principal, disabled: false }]]);
  const auth = createAuth({
    issuer: ISSUER,
    audience: PAIR_AUDIENCE,
    keyring: await testKeyring(),
    sealPasswords: SEAL_PASSWORDS,
    refreshKey: REFRESH_KEY,
    stores: createMemoryStores(people),
  });
  return { auth, principal };
}
