// Owns a running copy of the app for measuring: own port, own data folder, ended by its process id.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

export interface RunningApp {
  origin: string;
  stop(): Promise<void>;
}

/** Starts `npm start`'s script in `folder`; resolves when it answers. Builds first when it has to. */
export async function startApp(folder: string, port: number, dataDir: string): Promise<RunningApp> {
  const origin = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["scripts/start.ts"], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), DATA_DIR: path.resolve(dataDir), APP_ORIGIN: origin },
    stdio: ["ignore", "ignore", "inherit"],
  });
  await waitUntilReady(child, `${origin}/api/ping`);
  return {
    origin,
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
    headers: { "content-type": "application/json", origin, cookie },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}.`);
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return { response, cookies };
}

/** The cookie of a fresh sign-in, as `name=value`. */
export async function signInCookie(
  origin: string,
  mode: "session" | "jwt",
  settings?: object,
): Promise<string> {
  const account = { email: "alice@example.com", password: "correct horse battery staple" };
  if (settings) {
    const admin = await post(origin, "/api/auth/sign-in", account);
    await post(origin, "/api/settings", settings, admin.cookies.join("; "), "PATCH");
  }
  const { cookies } = await post(origin, "/api/auth/sign-in", { ...account, mode });
  const credential = cookies.find((cookie) => /-(session|access)=./.test(cookie));
  if (!credential) throw new Error("The sign-in set no credential cookie.");
  return credential;
}
