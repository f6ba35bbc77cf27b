// Keys and seal passwords that change under a running app: the real commands on the data folder of a server that is
// never restarted.

import { execFile } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type Account, COOKIE, createAccount, signIn, whoIs } from "../support/accounts";
import { Client } from "../support/client";
import { json } from "../support/http";
import { ROOT, type Server } from "../support/server";
import { expect, test } from "../support/test";

test.describe.configure({ mode: "serial" });

let server: Server;
let account: Account;
let file: string;
test.beforeAll(async ({ ownServer }) => {
  server = ownServer;
  account = await createAccount(server.origin);
  file = path.join(server.dataDir, "secrets.json");
});

/** What a promise of "within a second" is measured against: the instant at which the file was replaced. */
const PROMISED_MS = 1000;

test("keys:rotate makes a new key sign within a second; what the old one signed goes on being accepted", async () => {
  const old = await accessOnly();
  const before = await publishedKids();
  expect(before).toContain(kidOf(old));

  expect(await keys("rotate", "--alg", "ES256")).toContain(`Key ${kidOf(old)} verifies until`);
  await withinPromise(async () => (await publishedKids()).length > before.length);
  const fresh = await accessOnly();
  expect(before).not.toContain(kidOf(fresh));
  expect(await publishedKids()).toEqual(expect.arrayContaining([kidOf(old), kidOf(fresh)]));
  for (const client of [old, fresh]) expect((await whoIs(client))?.user.email).toBe(account.email);
});

test("keys:revoke refuses what a key has signed within a second, also what was accepted a moment ago", async () => {
  const [old, before] = [await accessOnly(), await publishedKids()];
  await keys("rotate", "--alg", "ES256");
  await withinPromise(async () => (await publishedKids()).length > before.length);
  const fresh = await accessOnly();
  for (const client of [old, fresh]) expect(await whoIs(client)).not.toBeNull();

  expect(await keys("revoke", "--kid", kidOf(old))).toContain(`Removed: Key ${kidOf(old)}.`);
  await withinPromise(async () => (await whoIs(old)) === null);
  expect(await publishedKids()).not.toContain(kidOf(old));
  expect(await whoIs(fresh)).not.toBeNull();

  const refused = await keys("revoke", "--kid", kidOf(old)).catch((error: Error) => error);
  expect(refused).toMatchObject({ code: 1, stdout: "", stderr: `There is no key "${kidOf(old)}"\n` });
});

test("revoking the key that signs makes another one sign: nobody has to wait for an operator", async () => {
  const old = await accessOnly();
  await keys("revoke", "--kid", kidOf(old));
  await withinPromise(async () => (await whoIs(old)) === null);
  const fresh = await accessOnly();
  expect(kidOf(fresh)).not.toBe(kidOf(old));
  expect(await whoIs(fresh)).not.toBeNull();
});

test("sessions outlive a rotation of the seal, and end with the password that sealed them", async () => {
  const old = await signIn(server.origin, account, "session");
  const password = sealedWith(old);
  expect(await keys("rotate", "--seal")).toContain(`Password ${password} unseals until`);
  let fresh = old;
  await withinPromise(async () => {
    fresh = await signIn(server.origin, account, "session");
    return sealedWith(fresh) !== password;
  });
  for (const client of [old, fresh]) expect((await whoIs(client))?.user.email).toBe(account.email);

  await keys("revoke", "--seal", password);
  await withinPromise(async () => (await whoIs(old)) === null);
  expect(await whoIs(fresh)).not.toBeNull();
});

test("the key set has to be asked for again, and answers 304 until it changes", async () => {
  const anonymous = new Client(server.origin);
  const url = "/.well-known/jwks.json";
  const { headers } = await anonymous.get(url);
  expect(headers["cache-control"]).toBe("public, no-cache");
  const again = () => anonymous.get(url, { headers: { "if-none-match": headers.etag ?? "" } });
  expect(await again()).toMatchObject({ status: 304, text: "", headers: { etag: headers.etag } });
  await keys("rotate", "--alg", "RS256");
  await withinPromise(async () => (await again()).status === 200);
  expect((await again()).headers.etag).not.toBe(headers.etag);
});

test("a damaged file is reported once, and the app goes on with the secrets it has", async () => {
  const client = await accessOnly();
  const text = await readFile(file, "utf8");
  writeFileSync(file, text.slice(0, 100));
  const reports = () => server.output().match(/"secrets\.refused"/g)?.length ?? 0;
  await withinPromise(async () => reports() > 0);
  expect(await whoIs(client)).not.toBeNull();
  expect(await whoIs(await accessOnly())).not.toBeNull();
  writeFileSync(file, text);
  await keys("rotate", "--alg", "ES256");
  await withinPromise(async () => kidOf(await accessOnly()) !== kidOf(client));
  expect(reports()).toBe(1);
  expect(server.output()).not.toContain(text.slice(40, 80));
});

/** Runs the npm script as an operator would; rejects with its code, stdout and stderr when it fails. */
async function keys(command: "rotate" | "revoke", ...flags: string[]): Promise<string> {
  const env = { ...process.env, DATA_DIR: server.dataDir, SECRETS_FILE: "", PORT: "", APP_ORIGIN: "" };
  const args = ["run", "--silent", `keys:${command}`, "--", ...flags];
  return (await promisify(execFile)("npm", args, { cwd: ROOT, env })).stdout;
}

async function withinPromise(noticed: () => Promise<boolean>): Promise<void> {
  const replacedAt = statSync(file).ctimeMs;
  while (!(await noticed())) {
    expect(Date.now() - replacedAt).toBeLessThan(PROMISED_MS);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A new sign-in's access token alone: nothing that could get it another one. */
async function accessOnly(): Promise<Client> {
  return (await signIn(server.origin, account, "jwt")).only(COOKIE.jwt);
}

function kidOf(client: Client): string {
  const [header = ""] = (client.cookies.get(COOKIE.jwt) ?? "").split(".");
  return JSON.parse(Buffer.from(header, "base64url").toString()).kid;
}

/** The id of the password stands in the open: `Fe26.2*<id>*…`. */
function sealedWith(client: Client): string {
  return decodeURIComponent(client.cookies.get(COOKIE.session) ?? "").split("*")[1] ?? "";
}

async function publishedKids(): Promise<string[]> {
  const answer = await new Client(server.origin).get("/.well-known/jwks.json");
  return json<{ keys: { kid: string }[] }>(answer).keys.map(({ kid }) => kid);
}
