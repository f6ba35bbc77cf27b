import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AdmitOptions, admit, glance, renew } from "./admit";
import type { Credentials, Held, ModeName } from "./contract";
import { CLIENT, MINUTE, SECOND } from "./testing/kit";
import { createModeHarness, type ModeHarness } from "./testing/modes";

// Verify or refresh, in both modes: who is let in, what is exchanged for it, and what is left alone.

let h: ModeHarness;
afterEach(() => h.close());

const heldOf = ({ token, refreshToken }: Credentials): Held => ({
  token,
  refreshToken: refreshToken ?? null,
});
const options = (changes: Partial<AdmitOptions> = {}): AdmitOptions => ({
  client: () => CLIENT,
  policyOf: () => h.policy,
  mayRenew: true,
  ...changes,
});
const look = (held: Held, changes: Partial<AdmitOptions & { inFull: boolean }> = {}) =>
  glance(h.mode, held, { ...options(), now: h.clock.now(), inFull: false, ...changes });

describe.each<ModeName>(["session", "jwt"])("a good credential of the %s mode", (name) => {
  beforeEach(async () => {
    h = await createModeHarness(name, "memory");
  });

  it("is admitted as it is, and passes the gate without a store", async () => {
    const issued = await h.signIn();
    const verification = await h.mode.verify(issued.token);
    expect(await admit(h.mode, heldOf(issued), options())).toEqual({
      kind: "admitted",
      verification,
      token: issued.token,
      renewed: null,
    });
    h.stores.calls.length = 0;
    expect(await look(heldOf(issued))).toEqual({ kind: "plausible" });
    expect(h.stores.calls).toEqual([]);
  });

  it("is refused once it was ended, for good where it could have been renewed", async () => {
    const issued = await h.signIn();
    await h.mode.revoke(h.ada.userId, issued.sessionId);
    h.clock.advance(16 * MINUTE);
    const reason = "revoked";
    const final = issued.refreshToken !== undefined;
    expect(await admit(h.mode, heldOf(issued), options())).toEqual({ kind: "refused", reason, final });
  });

  it("nothing and forgeries are refused, and nothing is exchanged", async () => {
    const issued = await h.signIn();
    const { refreshToken } = heldOf(issued);
    const forged = { token: `${issued.token}x`, refreshToken };
    const nothing = { token: null, refreshToken: null };
    for (const held of [forged, nothing]) {
      expect(await admit(h.mode, held, options())).toMatchObject({ kind: "refused", final: false });
      expect(await look(held)).toMatchObject({ kind: "refused", final: false });
    }
    expect(h.events).toEqual([]);
    expect(await admit(h.mode, heldOf(issued), options())).toMatchObject({ kind: "admitted" });
  });

  it("a store that is down is no answer", async () => {
    const { token } = await h.signIn();
    const held = { token: name === "session" ? token : null, refreshToken: "x".repeat(43) };
    h.stores.down = true;
    await expect(admit(h.mode, held, options())).rejects.toMatchObject({ code: "store_unavailable" });
  });
});

describe("an access token whose time is over", () => {
  let issued: Credentials;
  beforeEach(async () => {
    h = await createModeHarness("jwt", "memory");
    issued = await h.signIn();
    h.clock.advance(15 * MINUTE);
  });

  it("is exchanged on the way, and what comes out is what the store says from now on", async () => {
    const admission = await admit(h.mode, heldOf(issued), options());
    if (admission.kind !== "admitted") throw new Error(admission.reason);
    const { verification, token, renewed } = admission;
    expect(renewed).toMatchObject({ token, sessionId: issued.sessionId });
    expect(await h.mode.verify(token)).toEqual(verification);
  });

  it("is exchanged by the gate too, to the same next one", async () => {
    const first = await look(heldOf(issued));
    const second = await renew(h.mode, heldOf(issued), options());
    if (first.kind !== "renewed" || second.kind !== "renewed") throw new Error("not renewed");
    expect(second.credentials.refreshToken).toBe(first.credentials.refreshToken);
  });

  it("is left alone where nothing may be exchanged", async () => {
    const ahead = { mayRenew: false, readOnly: true };
    const refused = { kind: "refused", reason: "expired", final: false };
    expect(await admit(h.mode, heldOf(issued), options(ahead))).toEqual(refused);
    expect(await look(heldOf(issued), ahead)).toEqual({ kind: "renewable" });
    expect(h.events).toEqual([]);
    expect(await admit(h.mode, { ...heldOf(issued), refreshToken: null }, options())).toEqual(refused);
  });
});

describe("at the gate", () => {
  beforeEach(async () => {
    h = await createModeHarness("jwt", "memory", { revocation: "denylist" });
  });

  it("a token that is nearly over is exchanged, so that the page does not find it expired", async () => {
    const issued = await h.signIn();
    h.clock.advance(15 * MINUTE - 11 * SECOND);
    expect(await look(heldOf(issued))).toEqual({ kind: "plausible" });
    h.clock.advance(SECOND);
    expect(await look(heldOf(issued))).toMatchObject({ kind: "renewed" });
    expect(await look({ ...heldOf(issued), refreshToken: null })).toEqual({ kind: "plausible" });
  });

  it("in full, a token that was ended is found out", async () => {
    const issued = await h.signIn();
    await h.mode.revoke(h.ada.userId, issued.sessionId);
    expect(await look(heldOf(issued))).toEqual({ kind: "plausible" });
    expect(await look(heldOf(issued), { inFull: true })).toEqual({
      kind: "refused",
      reason: "revoked",
      final: true,
    });
  });
});

it("a refresh that is asked for without a refresh token decides nothing", async () => {
  h = await createModeHarness("jwt", "memory");
  const { token } = await h.signIn();
  const refused = { kind: "refused", reason: "missing", final: false };
  expect(await renew(h.mode, { token, refreshToken: null }, options())).toEqual(refused);
});
