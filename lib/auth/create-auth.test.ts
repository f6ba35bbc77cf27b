import { describe, expect, it } from "vitest";
import { type AuthOptions, createAuth, systemClock } from "./create-auth";
import { MODE_NAMES } from "./names";
import { BOUNDS } from "./policy";
import { createMemoryStores } from "./stores/memory";
import {
  AUDIENCE,
  CLIENT,
  createPolicy,
  createPrincipal,
  createTestClock,
  ISSUER,
  REFRESH_KEY,
  SEAL_PASSWORDS,
  testKeyring,
} from "./testing/kit";

const ada = createPrincipal();
const stores = createMemoryStores(new Map([[ada.userId, { principal: ada, disabled: false }]]));
const create = async (changes: Partial<AuthOptions> = {}) => {
  const secrets = { keyring: await testKeyring(), sealPasswords: SEAL_PASSWORDS, refreshKey: REFRESH_KEY };
  const clock = createTestClock();
  return createAuth({ issuer: ISSUER, audience: AUDIENCE, stores, clock, ...secrets, ...changes });
};

describe("createAuth", () => {
  it("makes every mode there is, each under its own name", async () => {
    const { modes } = await create();
    expect(Object.keys(modes)).toEqual([...MODE_NAMES]);
    for (const name of MODE_NAMES) expect(modes[name].name).toBe(name);
  });

  it("refuses short seal passwords at once", async () => {
    await expect(create({ sealPasswords: { "1": "short" } })).rejects.toMatchObject({
      code: "bad_configuration",
    });
    await expect(create({ sealPasswords: {} })).rejects.toMatchObject({ code: "bad_configuration" });
  });

  it("refuses a refresh key of less than 32 bytes at once", async () => {
    for (const length of [0, 31])
      await expect(create({ refreshKey: Buffer.alloc(length) })).rejects.toMatchObject({
        code: "bad_configuration",
      });
    expect((await create({ refreshKey: Buffer.alloc(32) })).modes.jwt.name).toBe("jwt");
  });

  it("tells by its form which mode a credential belongs to, and guesses never make one pass", async () => {
    const auth = await create();
    for (const name of MODE_NAMES) {
      const { token } = await auth.modes[name].issue(ada, CLIENT, createPolicy());
      expect(auth.identify(token)).toBe(name);
      expect(await auth.modes[auth.identify(token)].verify(token)).toMatchObject({ active: true });
      const forged = `${token.slice(0, 40)}${token.slice(41)}`;
      expect(await auth.modes[auth.identify(forged)].verify(forged)).toMatchObject({ active: false });
    }
    for (const noise of ["", "Fe26.2", "Fe26.2*", "x", "null"]) {
      expect((await auth.modes[auth.identify(noise)].verify(noise)).active).toBe(false);
    }
  });

  it("every lifetime within the bounds is issued and accepted; a longer JWT is not issued", async () => {
    const { modes } = await create();
    const { accessTtlSeconds: ttl, idleTimeoutSeconds: idle, absoluteTimeoutSeconds: absolute } = BOUNDS;
    for (const end of ["min", "max"] as const) {
      const { session, jwt } = createPolicy();
      const policy = {
        session: { ...session, idleTimeoutSeconds: idle[end], absoluteTimeoutSeconds: absolute[end] },
        jwt: {
          ...jwt,
          accessTtlSeconds: ttl[end],
          refreshIdleSeconds: idle[end],
          refreshAbsoluteSeconds: absolute[end],
        },
      };
      for (const name of MODE_NAMES) {
        const { token } = await modes[name].issue(ada, CLIENT, policy);
        expect(await modes[name].verify(token)).toMatchObject({ active: true });
      }
    }
    const { session, jwt } = createPolicy();
    const tooLong = {
      session,
      jwt: { ...jwt, accessTtlSeconds: ttl.max + 1, refreshIdleSeconds: idle.max },
    };
    await expect(modes.jwt.issue(ada, CLIENT, tooLong)).rejects.toMatchObject({ code: "bad_configuration" });
  });

  it("methods may be handed around on their own", async () => {
    for (const mode of Object.values((await create()).modes)) {
      const { issue, verify, introspect } = mode;
      const { token } = await issue(ada, CLIENT, createPolicy());
      expect(await verify(token)).toMatchObject({ active: true });
      expect(await introspect(token)).toMatchObject({ active: true });
    }
  });

  it("the system clock tells the time", () => {
    expect(Math.abs(Number(systemClock.now()) - Date.now())).toBeLessThan(1000);
  });
});
