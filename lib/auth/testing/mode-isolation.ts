import { expect, it } from "vitest";
import type { AuthMode } from "../contract";
import type { ModeHarness } from "./modes";

// Part of the mode contract: what is not this app's, this mode's or this credential never passes, and a
// store that cannot be asked lets nobody in or out.

/** Asserts that a mode refuses a token at decode and at verify, with one of the reasons. */
async function expectRefused(mode: AuthMode, token: string, reasons: string[]): Promise<void> {
  const [decoded, verification] = [await mode.decode(token), await mode.verify(token)];
  expect(decoded.ok || verification.active).toBe(false);
  for (const outcome of [decoded, verification])
    expect(reasons).toContain("reason" in outcome && outcome.reason);
}

export function testIsolation(harness: () => ModeHarness): void {
  it("a credential of the pair is refused by the app and the reverse, and each passes at home", async () => {
    const h = harness();
    const sides = [
      { home: h.app[h.mode.name], away: h.pair[h.mode.name] },
      { home: h.pair[h.mode.name], away: h.app[h.mode.name] },
    ];
    for (const { home, away } of sides) {
      const { token } = await h.signIn({ mode: home });
      expect(await home.verify(token)).toMatchObject({ active: true });
      await expectRefused(away, token, ["wrong_audience"]);
      expect(await home.verify(token)).toMatchObject({ active: true });
    }
  });

  it("what the app ends and lists leaves the pair alone", async () => {
    const h = harness();
    const pair = h.pair[h.mode.name];
    const { token, sessionId } = await h.signIn({ mode: pair });
    await h.signIn();
    await h.mode.revokeAll(h.ada.userId);
    expect(await pair.verify(token)).toMatchObject({ active: true });
    expect((await h.mode.list(h.ada.userId)).map(({ id }) => id)).not.toContain(sessionId);
  });

  it("a credential of one mode is refused by the other", async () => {
    const h = harness();
    const others = Object.values(h.app).filter(({ name }) => name !== h.mode.name);
    const { token } = await h.signIn();
    expect(others).toHaveLength(1);
    for (const other of others) await expectRefused(other, token, ["malformed"]);
    expect(await h.mode.verify(token)).toMatchObject({ active: true });
  });

  it("a forgery is refused without asking the store, even while it is down", async () => {
    const h = harness();
    const { token } = await h.signIn();
    const middle = Math.floor(token.length / 2);
    const forged = token.slice(0, middle) + (token[middle] === "A" ? "B" : "A") + token.slice(middle + 1);
    h.stores.calls = [];
    h.stores.down = true;
    await expectRefused(h.mode, forged, ["bad_signature", "malformed"]);
    expect(h.stores.calls).toEqual([]);
    h.stores.down = false;
    expect(await h.mode.verify(token)).toMatchObject({ active: true });
  });

  it("a check that only looks ahead writes nothing, whatever the time", async () => {
    const h = harness();
    const { token } = await h.signIn();
    h.stores.calls = [];
    for (let minute = 0; minute < 10; minute++) {
      h.clock.advance(60_000);
      expect(await h.mode.verify(token, { readOnly: true })).toMatchObject({ active: true });
      await h.mode.introspect(token);
    }
    expect(h.stores.calls.filter((call) => !/find$|isDenied$|version$/.test(call))).toEqual([]);
  });

  it("a store outage throws wherever a store is asked, and does not matter where none is", async () => {
    const h = harness();
    const credentials = await h.signIn();
    const { token, sessionId } = credentials;
    expect(await h.mode.verify(token)).toMatchObject({ active: true });
    const { revokeOne, readsPerVerify } = h.guarantees;
    // A row that may be remembered is asked for again after its time.
    if (typeof revokeOne === "object") h.clock.advance(revokeOne.withinSeconds * 1000);
    h.stores.down = true;
    const needsStore = {
      issue: () => h.signIn(),
      refresh: () => h.refresh(credentials),
      revoke: () => h.mode.revoke(h.ada.userId, sessionId),
      revokeAll: () => h.mode.revokeAll(h.ada.userId),
      find: () => h.mode.find(h.ada.userId, sessionId),
      list: () => h.mode.list(h.ada.userId),
      tally: () => h.mode.tally(h.ada.userId),
    };
    const needsItToVerify = {
      verify: () => h.mode.verify(token),
      introspect: () => h.mode.introspect(token),
    };
    const fails = { name: "AuthError", code: "store_unavailable" };
    for (const act of Object.values<() => Promise<unknown>>(needsStore))
      await expect(act()).rejects.toMatchObject(fails);
    for (const act of Object.values<() => Promise<unknown>>(needsItToVerify)) {
      if (readsPerVerify > 0) await expect(act()).rejects.toMatchObject(fails);
      else expect(await act()).toMatchObject({ active: true });
    }
    expect(await h.mode.decode(token)).toMatchObject({ ok: true });
    h.stores.down = false;
    expect(await h.mode.verify(token)).toMatchObject({ active: true });
    expect(await h.refresh(credentials)).toMatchObject({ kind: "refreshed" });
  });
}
