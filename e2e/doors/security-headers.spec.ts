// What every answer tells the browser to forbid, and that the pages keep to it themselves.

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { newIdentity } from "../support/accounts";
import { Client } from "../support/client";
import { send } from "../support/http";
import { button, expectDashboard, fillSignIn } from "../support/pages";
import { startServer } from "../support/server";
import { expect, test } from "../support/test";

const PAGES = ["/", "/login", "/signup", "/dashboard", "/settings", "/nowhere"];
const OTHERS = ["/api/me", "/api/ping", "/api/health", "/.well-known/jwks.json", "/icon.svg"];
const DATA = [...OTHERS.slice(0, 4), "/api/nowhere", "/.well-known/nowhere", "//nowhere"];

test("every page carries a policy with a nonce of its own, and every script and style has that nonce", async ({
  account,
}) => {
  const nonces = new Set<string>();
  for (const path of PAGES) {
    const { headers, text } = await account.client.get(path);
    const policy = directives(String(headers["content-security-policy"]));
    const nonce = /'nonce-([^']+)'/.exec(policy["script-src"] ?? "")?.[1] ?? "";
    expect(nonce.length, path).toBeGreaterThanOrEqual(16);
    nonces.add(nonce);
    expect(policy, path).toMatchObject({
      "default-src": "'self'",
      "object-src": "'none'",
      "base-uri": "'none'",
      "frame-ancestors": "'none'",
      "form-action": "'self'",
    });
    for (const source of ["script-src", "style-src"])
      expect(policy[source], path).not.toMatch(/unsafe-|\*|https?:/);
    for (const tag of text.match(/<(script|style)\b[^>]*>/g) ?? [])
      expect(tag, path).toContain(`nonce="${nonce}"`);
    expect(text, path).not.toMatch(/\son\w+="|\sstyle="/);
  }
  expect(nonces.size).toBe(PAGES.length);
});

test("every answer carries the headers that need no nonce, and none names the software", async ({
  account,
}) => {
  for (const path of [...PAGES, ...OTHERS]) {
    const { headers } = await account.client.get(path);
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": expect.stringMatching(
        /^(same-origin|no-referrer|strict-origin(-when-cross-origin)?)$/,
      ),
      "cross-origin-opener-policy": "same-origin",
      "x-frame-options": "DENY",
    });
    for (const name of ["x-powered-by", "server", "strict-transport-security"])
      expect(headers, path).not.toHaveProperty(name);
    expect(headers["access-control-allow-origin"], path).toBeUndefined();
  }
});

test("an answer that is data lets a browser load nothing, and one policy stands on each page", async ({
  account,
}) => {
  for (const path of DATA) {
    const policy = directives(String((await account.client.get(path)).headers["content-security-policy"]));
    expect(policy, path).toMatchObject({ "default-src": "'none'", "frame-ancestors": "'none'" });
  }
  for (const path of PAGES)
    expect((await account.client.get(path)).headers["content-security-policy"], path).not.toContain(",");
});

test("what is private is never cacheable, and what is cacheable sets no cookie", async ({ account }) => {
  for (const path of [...PAGES, ...OTHERS]) {
    const { headers, setCookies } = await account.client.copy().get(path);
    const cacheable = !/no-store/.test(String(headers["cache-control"]));
    if (cacheable) expect(setCookies, path).toEqual([]);
    if (![...OTHERS.slice(1)].includes(path)) expect(cacheable, path).toBe(false);
  }
});

test("a page of ours does not load in another page's frame", async ({ page, origin, complaints }) => {
  const html = `<iframe title="ours" src="${origin}/login"></iframe><iframe title="any" src="/framed"></iframe>`;
  const other = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(request.url === "/framed" ? "<label>Email <input></label>" : html);
  }).listen(0);
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/`);
  await expect(page.frameLocator('iframe[title="any"]').getByLabel("Email")).toBeVisible();
  expect(await page.frameLocator('iframe[title="ours"]').getByLabel("Email").count()).toBe(0);
  await expect.poll(() => complaints.splice(0).join()).toMatch(/frame-ancestors|X-Frame-Options/);
  other.close();
});

test.describe("behind https", () => {
  test("HSTS is sent, forms are upgraded, and only the public origin counts", async () => {
    const server = await startServer({
      env: { APP_ORIGIN: "https://coatcheck.example", DEMO: "on", HOST: "localhost" },
    });
    try {
      const page = await send(server.origin, "GET", "/login");
      for (const path of [...PAGES, ...OTHERS, "/api/nowhere", "//nowhere"]) {
        const { headers } = await send(server.origin, "GET", path);
        expect(headers["strict-transport-security"], path).toMatch(/max-age=\d{8,}/);
      }
      expect(page.headers["content-security-policy"]).toContain("upgrade-insecure-requests");
      const gate = await send(server.origin, "GET", "/dashboard", { headers: { host: "evil.example" } });
      expect(gate.headers.location).toMatch(/^(https:\/\/coatcheck\.example)?\/login/);
      const client = new Client(server.origin);
      const signUp = (origin: string) =>
        client.call("POST", "/api/auth/sign-up", { json: newIdentity(), headers: { origin } });
      expect((await signUp(server.origin)).status).toBe(403);
      expect((await signUp("https://coatcheck.example")).status).toBe(201);
    } finally {
      await server.stop();
    }
  });
});

for (const mode of ["session", "jwt"] as const) {
  test(`the token of a ${mode} sign-in stands nowhere but in its cookie`, async ({
    page,
    account,
    context,
  }) => {
    const texts: { where: string; text: string }[] = [];
    const reading: Promise<unknown>[] = [];
    page.on("response", (response) => {
      texts.push({ where: "address", text: response.url() });
      if (/javascript|css|font|image/.test(response.headers()["content-type"] ?? "")) return;
      const keep = (text: string) => texts.push({ where: response.url(), text });
      reading.push(response.text().then(keep, () => null));
    });
    await page.goto("/login?next=%2Fdashboard");
    await fillSignIn(page, account, mode);
    await button(page, "Sign in").click();
    await expectDashboard(page);
    await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();

    const client = new Client(new URL(page.url()).origin);
    for (const { name, value } of await context.cookies()) client.cookies.set(name, value);
    for (const path of PAGES)
      for (const headers of [{}, { rsc: "1" }])
        texts.push({ where: path, text: (await client.get(path, { headers })).text });
    for (const path of ["/dashboard", "/settings"]) {
      await page.goto(path);
      await expect(page.getByRole("banner")).toContainText(account.name);
      texts.push({ where: `${path} document`, text: await page.content() });
    }
    const stored = () =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, name]);
    texts.push({ where: "storage", text: await page.evaluate(stored) });
    await Promise.all(reading);

    const secrets = (await context.cookies())
      .filter(({ httpOnly }) => httpOnly)
      .map(({ value }) => secretPart(value));
    expect(secrets.length).toBeGreaterThan(0);
    expect(texts.length).toBeGreaterThan(20);
    for (const { where, text } of texts)
      for (const secret of secrets) expect(text.includes(secret), where).toBe(false);
    // The control: where a secret stands, this search finds it.
    expect(
      [...client.cookies.values()].some((cookie) => secrets.some((secret) => cookie.includes(secret))),
    ).toBe(true);
  });
}

/** What nobody but the cookie may hold: a JWT's signature (its other parts are shown on purpose), a seal's middle. */
function secretPart(value: string): string {
  const parts = value.split(".");
  if (parts.length === 3) return parts[2]?.slice(8, 48) ?? value;
  return value.slice(Math.floor(value.length / 2) - 20, Math.floor(value.length / 2) + 20);
}

function directives(policy: string): Record<string, string> {
  return Object.fromEntries(
    policy.split(";").map((directive) => {
      const [name = "", ...values] = directive.trim().split(/\s+/);
      return [name, values.join(" ")];
    }),
  );
}
