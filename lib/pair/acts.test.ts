// What each button of the side-by-side does to a real pair, on a real database, and what the verifier says of
// it before and after. The dashboard's sentences are made from exactly this.

import { describe, expect, test } from "vitest";
import type { StrategyName } from "@/lib/auth/contract";
import { MODE_NAMES, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/names";
import { headersAfterAction } from "@/lib/web/forms/headers-after-action";
import { useApp } from "@/lib/web/testing/app";
import { calledBy } from "@/lib/web/testing/next-headers";
import { type ActInput, actSchema } from "./acts";
import { inspectPair, probePair } from "./pair";
import { createBrowser } from "./testing/browser";
import { viewPair } from "./view";

useApp();

const issue = {
  act: "issue",
  strategy: "expiry-only",
  alg: "ES256",
  accessTtlSeconds: 60,
} satisfies ActInput;

test("the instant of an act lies before every refusal it causes", async () => {
  const { runtime, act, headers } = await browserWithPair();
  const started = Date.now();
  const { at } = await act({ act: "revoke", mode: "session" });
  expect(at.getTime()).toBeGreaterThanOrEqual(started);
  expect((await probePair(runtime, "session", headers())).verification).toMatchObject({ active: false });
  expect(Date.now()).toBeGreaterThanOrEqual(at.getTime());
});

describe.each(MODE_NAMES)("the %s half", (mode) => {
  test("tampering is refused, and replaying the copy brings the genuine one back", async () => {
    const { act } = await browserWithPair();
    const tampered = await act({ act: "tamper", mode });
    expect(tampered.halves[mode]?.after).toEqual({ active: false, reason: "bad_signature" });
    expect(tampered.halves[mode]?.copy).toMatchObject({ active: true });
    const replayed = await act({ act: "replay", mode });
    expect(replayed.halves[mode]?.after).toMatchObject({ active: true });
  });

  test("signing out clears the live cookie and keeps the copy", async () => {
    const { act, browser } = await browserWithPair();
    const { halves } = await act({ act: "sign-out", mode });
    expect(halves[mode]?.after).toEqual({ active: false, reason: "missing" });
    const names = { session: "pair-session", jwt: "pair-access" };
    expect(browser.jar.has(`__Host-${names[mode]}`)).toBe(false);
    expect(browser.jar.has(`__Host-${names[mode]}-copy`)).toBe(true);
  });

  test("an act on it leaves the other half alone", async () => {
    const { act } = await browserWithPair();
    const other = MODE_NAMES.find((name) => name !== mode) ?? mode;
    for (const name of ["tamper", "replay", "revoke", "sign-out"] as const) {
      const { halves } = await act({ act: name, mode });
      expect(Object.keys(halves)).toEqual([mode]);
      const untouched = await act({ act: "replay", mode: other });
      expect(untouched.halves[other]?.before).toMatchObject({ active: true });
    }
  });

  test("without a pair every act is answered, and nothing happens", async () => {
    const { act } = await createBrowser();
    for (const name of ["tamper", "replay", "revoke", "sign-out"] as const) {
      const { halves, pairId } = await act({ act: name, mode });
      expect(halves[mode]).toEqual({ before: missing, after: missing, copy: missing, changed: null });
      expect(pairId).toBeNull();
    }
  });
});

test("a copy replayed after the revocation: the session stays refused, the JWT is accepted", async () => {
  const { act } = await browserWithPair();
  await act({ act: "sign-out", mode: "session" });
  await act({ act: "sign-out", mode: "jwt" });
  const session = await act({ act: "replay", mode: "session" });
  const jwt = await act({ act: "replay", mode: "jwt" });
  expect(session.halves.session?.after).toEqual({ active: false, reason: "revoked" });
  expect(jwt.halves.jwt?.after).toMatchObject({ active: true });
});

test("a new pair ends the old one, even where its live cookie was tampered with", async () => {
  const { runtime, act, browser } = await browserWithPair();
  const old = new Map(browser.jar);
  await act({ act: "tamper", mode: "session" });
  await act(issue);
  const stolen = new Headers({ cookie: `__Host-pair-session=${old.get("__Host-pair-session-copy")}` });
  expect((await probePair(runtime, "session", stolen)).verification).toEqual({
    active: false,
    reason: "revoked",
  });
});

test.each(SIGNING_ALGS)("a pair is issued with %s, under a new id", async (alg) => {
  const { runtime, act, headers } = await createBrowser();
  const first = await act({ ...issue, alg });
  const second = await act({ ...issue, alg });
  expect(first.pairId).not.toBeNull();
  expect(second.pairId).not.toBe(first.pairId);
  const { jwt } = await inspectPair(runtime, headers());
  expect(jwt).toMatchObject({ active: true, header: { alg } });
});

test("the page sees the cookies that its own action has just set", async () => {
  const { runtime, act, browser, current, headers } = await createBrowser();
  const sent = headers();
  const { pairId } = await act({ ...issue, strategy: "denylist" });
  // As Next renders after an action: the request's own headers, and a jar that has what the action set.
  calledBy({ ...browser, requestHeaders: () => sent });
  expect(await viewPair(runtime, current.principal.userId, await headersAfterAction(runtime))).toMatchObject({
    id: pairId,
    strategy: "denylist",
    alg: "ES256",
    accessTtlSeconds: 60,
  });
  calledBy({ ...browser, requestHeaders: headers });
  expect(
    (await viewPair(runtime, current.principal.userId, await headersAfterAction(runtime)))?.halves.session,
  ).toMatchObject({
    active: true,
  });
});

test("somebody else's pair is not shown", async () => {
  const { runtime, browser, headers } = await browserWithPair();
  const { current } = await createBrowser();
  calledBy({ ...browser, requestHeaders: headers });
  expect(await viewPair(runtime, current.principal.userId, await headersAfterAction(runtime))).toBeNull();
});

test("a form is refused unless it names an act, a mode and bounds it knows", () => {
  const good = { act: "issue", strategy: "denylist", alg: "EdDSA", accessTtlSeconds: "30" };
  expect(actSchema.parse(good)).toEqual({ ...good, accessTtlSeconds: 30 });
  const bad = [
    {},
    { act: "nonsense" },
    { act: "revoke" },
    { act: "revoke", mode: "admin" },
    { ...good, alg: "none" },
    { ...good, strategy: "blacklist" },
    { ...good, strategy: undefined },
    ...["", "0", "1.5", "901", "x", "1e9"].map((accessTtlSeconds) => ({ ...good, accessTtlSeconds })),
  ];
  for (const input of bad) expect(actSchema.safeParse(input).success, JSON.stringify(input)).toBe(false);
});

describe.each(STRATEGY_NAMES)("a pair issued with %s", (strategy) => {
  test("a revoked JWT is refused as soon as it promises, and so is its copy", async () => {
    const { runtime, act, current } = await browserWithPair(strategy);
    const held = await act({ act: "revoke-both" });
    const { before, after, copy } = held.halves.jwt ?? {};
    if (!before?.active) throw new Error("The JWT was not accepted to begin with.");
    expect(before).toMatchObject({ strategy });
    const goesOn = before.guarantees.revokeOne !== "immediate";
    expect([after?.active, copy?.active]).toEqual([goesOn, goesOn]);
    expect(held.halves.session?.after).toEqual({ active: false, reason: "revoked" });
    expect(held.strategy).toBe(strategy);
    // Whatever becomes of the token: nothing is left to renew it from.
    expect(await runtime.pairAuth.modes.jwt.list(current.principal.userId)).toEqual([]);
  });

  test("the page offers the same strategy again, and sees the row that renews it until that ends", async () => {
    const { runtime, act, current, headers } = await browserWithPair(strategy);
    const view = await viewPair(runtime, current.principal.userId, headers());
    expect(view).toMatchObject({ strategy, family: { id: view?.id, mode: "jwt" } });
    await act({ act: "tamper", mode: "jwt" });
    await act({ act: "replay", mode: "jwt" });
    await act({ act: "revoke", mode: "jwt" });
    expect(await viewPair(runtime, current.principal.userId, headers())).toMatchObject({
      strategy,
      family: null,
    });
  });
});

const missing = { active: false, reason: "missing" };

async function browserWithPair(strategy: StrategyName = "expiry-only") {
  const made = await createBrowser();
  await made.act({ ...issue, strategy });
  return made;
}
