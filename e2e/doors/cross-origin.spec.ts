// Another site's page tries to act for a signed-in visitor, through the forms' server actions. What Next lets
// through by itself (no Origin, a forged host) must be refused by the app, with nothing changed. guard.spec.ts aims at
// every action; here a form is filled in right, so that only where it comes from can be wrong with it.

import { type Account, whoIs } from "../support/accounts";
import type { Client } from "../support/client";
import { hiddenFields, multipart, redirectOf } from "../support/forms";
import { type Answer, json } from "../support/http";
import { expect, test } from "../support/test";

const EVIL = "http://evil.example";
const FORGED: Record<string, string | null>[] = [
  { origin: EVIL },
  { origin: null },
  { origin: "null" },
  { origin: EVIL, "x-forwarded-host": "evil.example" },
  { origin: EVIL, host: "evil.example" },
  { origin: "http://localhost:1" },
  { origin: null, "sec-fetch-site": "same-site" },
];

test("a form that no page of ours has posted changes nothing, by script or without", async ({ account }) => {
  const before = await settingsOf(account.client);
  for (const headers of FORGED)
    for (const asScript of [false, true]) {
      const claim = `${JSON.stringify(headers)}, script: ${asScript}`;
      const answer = await saveSettings(account, headers, asScript);
      expect([answer.status, answer.setCookies, redirectOf(answer)], claim).toEqual([403, [], null]);
    }
  expect(await settingsOf(account.client)).toBe(before);
  expect((await whoIs(account.client))?.auth.mode).toBe("session");

  // The control: the same request from the app's own page does its work.
  const saved = await saveSettings(account, {}, false);
  expect([saved.status, redirectOf(saved)]).toEqual([303, expect.stringContaining("/settings")]);
  expect((await whoIs(account.client))?.auth.mode).toBe("jwt");
});

test("a page of another site cannot post the app's forms from a real browser", async ({
  signedIn: page,
  account,
  origin,
}) => {
  await page.goto("/settings");
  const html = (await account.client.get("/settings")).text;
  const fields = { ...hiddenFields(html, "Save settings"), ...SETTINGS };
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input name='${name}' value='${value.replaceAll("'", "&#39;")}'>`,
  );
  const body = `<form method="post" enctype="multipart/form-data" action="${origin}/settings">${inputs.join("")}<button>Go</button></form>`;
  const before = await settingsOf(account.client);
  // Another port is the same site, so the browser does send the cookies: only the origin tells them apart.
  await page.route("http://localhost:9/attack", (route) => route.fulfill({ contentType: "text/html", body }));
  await page.goto("http://localhost:9/attack");
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "Go" }).click(),
  ]);
  expect((await answer.request().allHeaders()).cookie).toContain("__Host-session=");
  expect(answer.status()).toBe(403);
  expect(await settingsOf(account.client)).toBe(before);
  expect((await whoIs(account.client))?.auth.mode).toBe("session");
});

const SETTINGS = {
  authMode: "jwt",
  "jwt.alg": "EdDSA",
  "jwt.accessTtlSeconds": "60",
  "session.idleTimeoutSeconds": "600",
  "session.absoluteTimeoutSeconds": "6000",
  "session.cacheSeconds": "0",
  "jwt.revocation": "denylist",
  "jwt.refreshIdleSeconds": "600",
  "jwt.refreshAbsoluteSeconds": "6000",
  maxSignIns: "50",
};

/** Reads the page's form as its owner would, then posts it with the given headers. */
async function saveSettings(
  { client }: Account,
  headers: Record<string, string | null>,
  asScript: boolean,
): Promise<Answer> {
  const hidden = hiddenFields((await client.copy().get("/settings")).text, "Save settings");
  const id = JSON.stringify(hidden).match(/[0-9a-f]{42}/)?.[0] ?? "";
  expect(id).not.toBe("");
  const named = Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [`1_${name}`, value]));
  const takesState = Object.keys(hidden).some((name) => name.startsWith("$ACTION_REF_"));
  const form = asScript
    ? multipart({ ...named, 0: takesState ? '[{},"$K1"]' : '["$K1"]' })
    : multipart({ ...hidden, ...SETTINGS });
  const action: Record<string, string> = asScript ? { "next-action": id, accept: "text/x-component" } : {};
  const sent = { body: form.body, headers: { ...form.headers, ...action, ...headers } };
  return client.call("POST", "/settings", sent);
}

async function settingsOf(client: Client): Promise<string> {
  return JSON.stringify(json(await client.get("/api/settings")));
}
