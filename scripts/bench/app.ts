// Owns a running copy of the app for measuring: own port, own data folder, ended by its process id.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { ModeName } from "../../lib/auth/names.ts";
import { somewhere } from "./load.ts";

export const ACCOUNT = { email: "alice@example.com", password: "correct horse battery staple" };

export interface RunningApp {
  origin: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Starts `npm start`'s script in `folder`; resolves when it answers. Builds first when it has to. */
export async function startApp(folder: string, port: number, dataDir: string): Promise<RunningApp> {
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: folder,
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: path.resolve(dataDir),
      APP_ORIGIN: origin,
      // So that each request may say where it comes from: one network has a budget of sign-ins.
      TRUST_PROXY: "1",
    },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await waitUntilReady(child, `${origin}/api/ping`);
  return {
    origin,
    port,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  for (let waited = 0; waited < 300; waited++) {
    if (child.exitCode !== null) throw new Error("The app ended before it answered.");
    const ready = await fetch(url)
      .then((response) => response.ok)
      .catch(() => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error("The app did not answer within five minutes.");
}

/** A JSON request as a page of the app would send it; returns the cookies it set. */
export async function post(origin: string, route: string, body: unknown, cookie = "", method = "POST") {
  const response = await fetch(`${origin}${route}`, {
    method,
    headers: { "content-type": "application/json", origin, cookie, "x-forwarded-for": somewhere() },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}.`);
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return { response, cookies };
}

/** The cookie of a fresh sign-in, as `name=value`. */
export async function signInCookie(origin: string, mode: ModeName, settings?: object): Promise<string> {
  if (settings) {
    const settled = await post(origin, "/api/auth/sign-in", ACCOUNT);
    await post(origin, "/api/settings", settings, settled.cookies.join("; "), "PATCH");
  }
  const { cookies } = await post(origin, "/api/auth/sign-in", { ...ACCOUNT, mode });
  const credential = cookies.find((cookie) => /-(session|access)=./.test(cookie));
  if (!credential) throw new Error("The sign-in set no credential cookie.");
  return credential;
}

/** The same for a reference written by hand. */
export async function byHandCookie(origin: string, route: string): Promise<string> {
  const { cookies } = await post(origin, route, {});
  return cookies.join("; ");
}
