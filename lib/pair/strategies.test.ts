// A pair under every revocation strategy, on a real database: what is ended is refused as its strategy promises,
// and the page knows what it was issued with.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import type { StrategyName } from "@/lib/auth/contract";
import { STRATEGY_NAMES } from "@/lib/auth/policy";
import { createBrowser } from "./testing/browser";
import { viewPair } from "./view";

const browserNow = vi.hoisted(() => ({ sent: new Headers(), jar: new Map<string, { value: string }>() }));
vi.mock("next/headers", () => ({
  headers: async () => browserNow.sent,
  cookies: async () => browserNow.jar,
}));

vi.mock("@/lib/audit/log", () => ({ log: () => {} }));

const folder = mkdtempSync(path.join(tmpdir(), "coatcheck-pair-"));

beforeAll(async () => {
  Object.assign(process.env, { DATA_DIR: folder });
  const { readConfig } = await import("@/lib/session/config");
  const { createSecrets } = await import("@/lib/session/secrets");
  const config = readConfig(process.env);
  await createSecrets(config.secretsFile);
  migrateDatabase(config.databaseFile);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(STRATEGY_NAMES)("a pair issued with %s", (strategy) => {
  test("a revoked JWT is refused as soon as it promises, and so is its copy", async () => {
    const { act, current } = await browserWithPair(strategy);
    const held = await act({ act: "revoke-both" });
    const { before, after, copy } = held.halves.jwt ?? {};
    if (!before?.active) throw new Error("The JWT was not accepted to begin with.");
    expect(before).toMatchObject({ strategy });
    const goesOn = before.guarantees.revokeOne === "at_expiry";
    expect([after?.active, copy?.active]).toEqual([goesOn, goesOn]);
    expect(held.halves.session?.after).toEqual({ active: false, reason: "revoked" });
    expect(held.strategy).toBe(strategy);
    // Whatever becomes of the token: nothing is left to renew it from.
    const { pairAuth } = await (await import("@/lib/session/runtime")).getRuntime();
    expect(await pairAuth.modes.jwt.list(current.principal.userId)).toEqual([]);
  });

  test("the page offers the same strategy again, and sees the row that renews it until that ends", async () => {
    const { act, browser, current, headers } = await browserWithPair(strategy);
    Object.assign(browserNow, { sent: headers(), jar: browser.jar() });
    const view = await viewPair(current.principal.userId);
    expect(view).toMatchObject({ strategy, family: { id: view?.id, mode: "jwt" } });
    await act({ act: "tamper", mode: "jwt" });
    await act({ act: "replay", mode: "jwt" });
    await act({ act: "revoke", mode: "jwt" });
    Object.assign(browserNow, { sent: headers(), jar: browser.jar() });
    expect(await viewPair(current.principal.userId)).toMatchObject({ strategy, family: null });
  });
});

async function browserWithPair(strategy: StrategyName) {
  const made = await createBrowser();
  await made.act({ act: "issue", strategy, alg: "ES256", accessTtlSeconds: 60 });
  return made;
}
