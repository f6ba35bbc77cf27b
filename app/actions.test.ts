import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { calledBy, destination } from "@/lib/web/testing/next-headers";

// Every server action of the file tree: a public POST endpoint that any page can aim at.

const PUBLIC = [
  "demoSignInAction",
  "fireOldAction",
  "signInAction",
  "signOutAction",
  "signUpAction",
  "visitAction",
];

type Action = (...args: unknown[]) => Promise<unknown>;
const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => path.join(import.meta.dirname, file))
  .filter((file) => readFileSync(file, "utf8").startsWith('"use server"'));
const modules: Record<string, Action>[] = await Promise.all(files.map((file) => import(file)));
const actions = modules.flatMap((exported) => Object.entries(exported));
const isGuarded = ([name]: [string, Action]) => !PUBLIC.includes(name);

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
});

/** As Next calls it: what came before, if the action wants to know, and the form. */
function call(action: Action): Promise<unknown> {
  const form = new FormData();
  const args = action.length > 1 ? [{}, form] : [form];
  return action(...args);
}
const everything = () =>
  ["users", "settings", "sessions"].map((table) =>
    app.database.sqlite.prepare(`SELECT * FROM ${table}`).all(),
  );

it("the file tree has the public actions, and more that are guarded", () => {
  expect(actions.map(([name]) => name)).toEqual(expect.arrayContaining(PUBLIC));
  expect(actions.filter(isGuarded).length).toBeGreaterThanOrEqual(2);
});

describe("an action", () => {
  it.each(actions)("%s refuses a page of another origin, and does nothing", async (_, action) => {
    await browser.signIn(app, ada, "session");
    const [rows, jar] = [everything(), new Map(browser.jar)];
    for (const headers of [
      { origin: "" },
      { origin: "null" },
      { origin: "https://evil.example" },
      { origin: "https://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" },
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      { origin: "https://evil.example", authorization: "Bearer a.b.c" },
      { origin: "", "sec-fetch-site": "cross-site" },
    ] as Record<string, string>[]) {
      calledBy(browser, headers);
      expect(await destination(() => call(action))).toBe("403");
    }
    expect([everything(), browser.jar]).toEqual([rows, jar]);
  });

  it.each(actions.filter(isGuarded))(
    "%s sends whoever is not signed in to the login page",
    async (_, action) => {
      const rows = everything();
      for (const cookie of ["", "__Host-session=x", "__Host-session=", "__Host-access=a.b.c"]) {
        calledBy(browser, { cookie });
        expect(await destination(() => call(action))).toMatch(/^\/login(\?|$)/);
      }
      expect(everything()).toEqual(rows);
    },
  );

  it.each(actions.filter(isGuarded))("%s refuses two credentials, each good by itself", async (_, action) => {
    await browser.signIn(app, ada, "session");
    await browser.signIn(app, ada, "jwt");
    const rows = everything();
    calledBy(browser);
    expect(await destination(() => call(action))).toMatch(/^\/login(\?|$)/);
    expect(everything()).toEqual(rows);
  });
});
