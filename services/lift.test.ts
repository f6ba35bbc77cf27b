import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { codeBlocks, copyCore, exampleFiles, writeInto } from "../lib/auth/testing/lifted";
import { run } from "../scripts/run";

// What a stranger does: a new app as create-next-app makes it, and then lib/auth/README.md by the letter.

const TEMPLATE = "create-next-app@16.4.3";
const person = { name: "Ada", email: "ada@example.com", password: "correct horse battery staple" };

let parent: string;
let folder: string;

/** The template's layout asks Google for two fonts when it is built. Next's own tests answer in its place like this. */
const FONTS = Object.fromEntries(
  ["Geist", "Geist Mono"].map((family) => [
    `https://fonts.googleapis.com/css2?family=${family.replace(" ", "+")}:wght@100..900&display=swap`,
    `@font-face { font-family: "${family}"; font-style: normal; font-weight: 100 900; src: local("serif"); }`,
  ]),
);

async function inApp(command: string): Promise<string> {
  const fonts = path.join(parent, "fonts.js");
  // What the test runner sets is not what a stranger's shell says.
  const { code, stdout, stderr } = await run("sh", ["-c", command], {
    cwd: folder,
    env: {
      NODE_ENV: undefined,
      TEST_POSTGRES_URL: "",
      TEST_REDIS_URL: "",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_FONT_GOOGLE_MOCKED_RESPONSES: fonts,
    },
  });
  if (code !== 0) throw new Error(`${command}\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(async () => {
  parent = mkdtempSync(path.join(tmpdir(), "stranger-"));
  folder = parent;
  writeInto(parent, "fonts.js", `module.exports = ${JSON.stringify(FONTS)};`);
  await inApp(`npx --yes ${TEMPLATE} app --yes --skip-install --disable-git`);
  folder = path.join(parent, "app");

  copyCore(folder);
  for (const { name, code } of exampleFiles()) writeInto(folder, name, code);
  for (const block of codeBlocks("sh")) await inApp(block);
  const [line = ""] = codeBlocks("ts").filter((code) => code.startsWith("htmlLimitedBots"));
  const config = path.join(folder, "next.config.ts");
  const before = readFileSync(config, "utf8");
  expect(before).toContain("cacheComponents: true,");
  writeFileSync(config, before.replace("cacheComponents: true,", `cacheComponents: true,\n${line}`));
  await inApp("npx next build");
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

describe("lib/auth in a stranger's new app", () => {
  let server: ChildProcess | undefined;
  let origin: string;
  afterEach(() => server?.kill());

  async function start(mode: string): Promise<void> {
    const port = await freePort();
    origin = `http://localhost:${port}`;
    const env = { ...process.env, APP_ORIGIN: origin, AUTH_MODE: mode, NODE_ENV: "production" as const };
    const next = path.join(folder, "node_modules/next/dist/bin/next");
    server = spawn(process.execPath, [next, "start", "-p", String(port)], {
      cwd: folder,
      env,
      stdio: "ignore",
    });
    await expect.poll(() => status("/api/me"), { timeout: 60_000 }).toBe(401);
  }
  const get = (where: string, cookie = "") =>
    fetch(origin + where, { headers: { cookie }, redirect: "manual" });
  const status = (where: string, cookie?: string) => get(where, cookie).then(({ status }) => status, String);
  const post = (where: string, cookie: string, from: string) =>
    fetch(origin + where, {
      method: "POST",
      headers: { cookie, origin: from },
      body: new URLSearchParams(person),
    });

  it.each(["session", "jwt"])("signs up, in and out, and guards a page, in %s mode", async (mode) => {
    await start(mode);
    expect([201, 409]).toContain((await post("/api/sign-up", "", origin)).status);
    expect((await post("/api/sign-in", "", "https://evil.example")).status).toBe(403);
    const entered = await post("/api/sign-in", "", origin);
    expect(entered.status).toBe(204);
    const cookies = entered.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");

    const refused = await get("/account");
    expect([refused.status, refused.headers.get("location")]).toEqual([307, "/login"]);
    expect(await refused.text()).not.toContain(person.name);
    expect((await get("/account", `${cookies[0]}x`)).status).toBe(307);
    const page = await get("/account", cookies.join("; "));
    expect(page.status).toBe(200);
    expect((await page.text()).replaceAll("<!-- -->", "")).toContain(`Hello ${person.name}`);
    expect(await (await get("/api/me", cookies.join(";"))).json()).toMatchObject({ email: person.email });

    const left = await post("/api/sign-out", cookies.join("; "), origin);
    expect(left.status).toBe(204);
    const [, refresh] = cookies;
    if (refresh) expect(await status("/api/me", refresh)).toBe(401);
    else expect(await status("/account", cookies.join("; "))).toBe(307);
  });

  it("passes its own tests there", async () => {
    expect(await inApp("npx vitest run --no-color lib/auth")).toMatch(/Test Files +\d+ passed \(\d+\)/);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
