// Browser tests: they drive the real thing (`npm start`'s own script, a production build) from outside, on a
// port and a data folder of their own.

import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { presentChromium } from "./scripts/chromium.ts";
import { hasOwnEngine } from "./scripts/test-postgres.ts";

const port = 3100;
const origin = `http://localhost:${port}`;
/** A browser that is named or on PATH; else Playwright's own. */
const whole = presentChromium();
const shell = process.env.CHROMIUM_SHELL;

/** Minutes of load and of faults, for `npm run test:services`. */
const PATIENCE = "**/patience/*.spec.ts";
const BACK = "**/accounts/back.spec.ts";
/**
 * Chromium takes the last list, so Playwright's own is repeated; the first two would draw two pages for the address bar
 * of every window, which nobody sees and which take a fifth of the run's processor time.
 */
const WITHOUT = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];
const programAt = (file: string | undefined) => (file ? { executablePath: file } : {});
const use = {
  ...devices["Desktop Chrome"],
  launchOptions: {
    ...programAt(shell || whole),
    args: [
      // Chromium's sandbox refuses to run as root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      // Without one, a program draws what a graphics card would: slower than Chromium itself.
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
      `--disable-features=${WITHOUT.join(",")}`,
    ],
  },
};
/** People's browsers keep pages alive for Back, and only the whole browser does: without, these tests would prove nothing. */
const likePeoples = {
  ...use,
  channel: "chromium",
  launchOptions: {
    ...use.launchOptions,
    ...programAt(whole),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  },
};

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  workers: 2,
  // Only a test that hangs comes near it; a busy machine is no fault of the app.
  timeout: 120_000,
  retries: 0,
  globalTeardown: "./e2e/support/drop-databases.ts",
  forbidOnly: Boolean(process.env.CI),
  reporter: [["line"], ["json", { outputFile: "test-results/browser.json" }]],
  // Recording every test for the few that fail takes a seventh of the run's time; `--trace on` records one of them.
  use: { baseURL: origin, trace: "off", screenshot: "only-on-failure" },
  projects: [
    { name: "desktop", use, testIgnore: [PATIENCE, BACK] },
    { name: "back", use: likePeoples, testMatch: BACK },
    // Bounds by the clock: nobody else's test may take the processor from them.
    {
      name: "patience",
      use,
      testMatch: PATIENCE,
      // It kills a PostgreSQL of its own. Where npm has none for this machine, that is left out; in CI nothing is.
      testIgnore: hasOwnEngine || process.env.CI ? [] : "**/patience/postgres-crash.spec.ts",
      workers: 1,
    },
  ],
  webServer: {
    command: `"${process.execPath}" e2e/support/serve.ts`,
    url: `${origin}/api/health`,
    reuseExistingServer: false,
    timeout: 180_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 8000 },
    stdout: "ignore",
    stderr: "pipe",
    env: {
      PORT: String(port),
      APP_ORIGIN: origin,
      // Not inside outputDir, which Playwright empties, and never the one of an earlier run.
      DATA_DIR: path.resolve("test-results", `server-${process.pid}`),
      DEMO: "on",
      // The tests' clients say where they call from.
      TRUST_PROXY: "1",
    },
  },
});
