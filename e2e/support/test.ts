// The `test` of every spec: an account of its own for each test, a browser page signed in to it, and an ear
// for what the browser complains about. A console error or a breach of the page's content security policy
// fails the test in which it happens. A test without a page opens no browser.

import { type BrowserContext, test as base, type Page } from "@playwright/test";
import { type Account, createAccount } from "./accounts";
import { Client } from "./client";
import { expect } from "./expect";
import { type Server, startServer } from "./server";

interface Fixtures {
  /** The app's public origin, without a slash at the end. */
  origin: string;
  account: Account;
  /** A page whose browser is signed in to `account`. Nothing is loaded yet. */
  signedIn: Page;
  /** Nobody's browser over plain HTTP. */
  anonymous: Client;
  /** What the browser complained about so far. Complaints that a test means to cause it takes out itself. */
  complaints: string[];
}

interface WorkerFixtures {
  /**
   * A server that no other worker uses, for tests that read what it prints or reach into its data folder. The next
   * spec of this worker finds it as the last one left it.
   */
  ownServer: Server;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  origin: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error("playwright.config.ts names no baseURL.");
    await use(new URL(baseURL).origin);
  },
  account: async ({ origin }, use) => use(await createAccount(origin)),
  anonymous: async ({ origin }, use) => use(new Client(origin)),
  signedIn: async ({ page, account }, use) => {
    await account.client.into(page.context());
    await use(page);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  complaints: async ({}, use) => use([]),
  context: async ({ context, complaints }, use) => {
    await listen(context, complaints);
    await use(context);
    expect(complaints, "what the browser complained about").toEqual([]);
  },
  ownServer: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

/** The same, where "the server" is the worker's own. */
export const testOnOwnServer = test.extend({
  baseURL: async ({ ownServer }, use) => use(ownServer.origin),
});

export { expect };

/** A refused probe is an answer, not a fault of the page; Chromium reports both alike. */
const EXPECTED = /^Failed to load resource: the server responded with a status of 4\d\d/;

/** Collects console errors, uncaught exceptions and policy violations of every page of a browser. */
async function listen(context: BrowserContext, complaints: string[]): Promise<void> {
  context.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text()))
      complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${error.error().message}`));
  await context.exposeBinding("reportViolation", (_source, what: string) =>
    complaints.push(`policy: ${what}`),
  );
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report = (globalThis as unknown as { reportViolation?: (what: string) => void }).reportViolation;
      report?.(
        `${event.effectiveDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
}
