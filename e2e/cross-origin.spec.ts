// Another site's page tries to act for a signed-in visitor, through the forms' server actions. What Next lets
// through by itself (no Origin, a forged host) must be refused by the app, with nothing changed.

import { type Account, whoIs } from "./support/accounts";
import { Client } from "./support/client";
import { hiddenFields, multipart, redirectOf } from "./support/forms";
import { type Answer, json } from "./support/http";
import { expect, test } from "./support/test";

const EVIL = "http://evil.example";
const FORGED: Record<string, Record<string, string | null>> = {
  "another origin": { origin: EVIL },
  "no origin": { origin: null },
  "a null origin": { origin: "null" },
  "another origin and the same forwarded host": { origin: EVIL, "x-forwarded-host": "evil.example" },
  "another origin and the same host": { origin: EVIL, host: "evil.example" },
  "another port of this host": { origin: "http://localhost:1" },
  "a same-site page": { origin: null, "sec-fetch-site": "same-site" },
};

for (const [what, headers] of Object.entries(FORGED)) {
  test(`a form posted with ${what} changes nothing`, async ({ account, origin }) => {
    const before = await settingsOf(account.client);
    for (const asScript of [false, true]) {
      const saved = await saveSettings(account, headers, asScript);
      expectRefused(saved, `settings, script: ${asScript}`);
      const signedOut = await submit(
        account.client,
        "/settings",
        "Sign out everywhere",
        {},
        headers,
        asScript,
      );
      expectRefused(signedOut, `sign out everywhere, script: ${asScript}`);
      const { email, password } = account;
      const login = await submit(
        new Client(origin),
        "/login",
        "Sign in",
        { email, password, next: "/" },
        headers,
        asScript,
      );
      expectRefused(login, `sign in, script: ${asScript}`);
      const demo = await submit(
        new Client(origin),
        "/",
        "Try it as Alice",
        { account: "alice" },
        headers,
        asScript,
      );
      expectRefused(demo, `demo, script: ${asScript}`);
    }
    expect(await settingsOf(account.client)).toBe(before);
    expect((await whoIs(account.client))?.auth.mode).toBe("session");

    // The control: the same requests from the app's own page do their work.
    const saved = await saveSettings(account, {}, false);
    expect([saved.status, redirectOf(saved)]).toEqual([303, expect.stringContaining("/settings")]);
    expect(await settingsOf(account.client)).not.toBe(before);
    expect((await whoIs(account.client))?.auth.mode).toBe("jwt");
  });
}

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
  jwtAlg: "EdDSA",
  accessTtlSeconds: "60",
  sessionIdleSeconds: "600",
  sessionAbsoluteSeconds: "6000",
  sessionCacheSeconds: "0",
  revocation: "denylist",
  refreshIdleSeconds: "600",
  refreshAbsoluteSeconds: "6000",
  maxSignIns: "50",
};

function saveSettings(
  account: Account,
  headers: Record<string, string | null>,
  asScript: boolean,
): Promise<Answer> {
  return submit(account.client, "/settings", "Save settings", SETTINGS, headers, asScript);
}

/** Reads the page's form as its owner would, then posts it with the given headers. */
async function submit(
  client: Client,
  page: string,
  buttonText: string,
  typed: Record<string, string>,
  headers: Record<string, string | null>,
  asScript: boolean,
): Promise<Answer> {
  const hidden = hiddenFields((await client.copy().get(page)).text, buttonText);
  const id = JSON.stringify(hidden).match(/[0-9a-f]{42}/)?.[0] ?? "";
  expect(id, buttonText).not.toBe("");
  const named = Object.fromEntries(Object.entries(typed).map(([name, value]) => [`1_${name}`, value]));
  const takesState = Object.keys(hidden).some((name) => name.startsWith("$ACTION_REF_"));
  const form = asScript
    ? multipart({ ...named, 0: takesState ? '[{},"$K1"]' : '["$K1"]' })
    : multipart({ ...hidden, ...typed });
  const action: Record<string, string> = asScript ? { "next-action": id, accept: "text/x-component" } : {};
  return client.call("POST", page, { body: form.body, headers: { ...form.headers, ...action, ...headers } });
}

function expectRefused(answer: Answer, claim: string): void {
  expect(answer.status, claim).toBe(403);
  expect(answer.setCookies, claim).toEqual([]);
  expect(redirectOf(answer), claim).toBeNull();
}

async function settingsOf(client: Client): Promise<string> {
  return JSON.stringify(json(await client.get("/api/settings")));
}
