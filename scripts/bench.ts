// `npm run bench`: what sign-in checks cost, against the same app without them, and among how many rows, on this
// machine, in one run. Prints a table with the project's bounds; exits with 1 when one is missed. `--only=http` and
// `--only=scale` measure one half.

import { rmSync } from "node:fs";
import path from "node:path";
import { hash, verify } from "@node-rs/argon2";
import { post, type RunningApp, signInCookie, startApp } from "./bench/app.ts";
import { compare, duration, median, throughput } from "./bench/measure.ts";
import { type Bounded, report } from "./bench/report.ts";
import { run } from "./run.ts";
import { makeVariant } from "./variant.ts";

const root = path.dirname(import.meta.dirname);
const work = path.join(root, ".bench");
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const ALGS = ["HS256", "RS256", "ES256", "EdDSA"] as const;
const ACCOUNT = { email: "alice@example.com", password: "correct horse battery staple" };

/** The same pages for the same person, but nobody asks who that is. */
const NO_GUARD = `
import { connection } from "next/server";
import { getRuntime } from "./runtime";
export async function currentAuth() {
  await connection();
  const account = (await getRuntime()).accounts.findByEmail("${ACCOUNT.email}");
  const now = new Date();
  return { principal: account.principal, mode: "session", sessionId: "none", issuedAt: now, authenticatedAt: now, expiresAt: now };
}
export const requireUser = currentAuth;
`;

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length);
const halves = { http: overHttp, scale: atScale };
const results: Bounded[] = [];
for (const [name, measure] of Object.entries(halves))
  if (!only || only === name) results.push(...(await measure()));
report(results, rounds);

/** In a process of its own: it uses the app's modules, which this one cannot load. */
async function atScale(): Promise<Bounded[]> {
  const { code, result, stderr } = await run(
    process.execPath,
    // The condition under which "server-only" may be imported.
    ["--conditions=react-server", "--import", "tsx", "scripts/bench/scale.ts", String(rounds)],
    { cwd: root },
  );
  process.stderr.write(stderr);
  if (code !== 0) throw new Error("The benchmarks of size failed.");
  return JSON.parse(result);
}

async function overHttp(): Promise<Bounded[]> {
  const guarded = await startApp(root, 3190, path.join(work, "guarded-data"));
  makeVariant(root, path.join(work, "floor"), {
    without: ["proxy.ts"],
    replace: { "lib/session/dal.ts": NO_GUARD },
  });
  const floor = await startApp(path.join(work, "floor"), 3191, path.join(work, "floor-data"));
  try {
    return [
      ...(await handlers(guarded)),
      ...(await pages(guarded, floor)),
      await signIn(guarded),
      await underSignIns(guarded),
    ];
  } finally {
    await Promise.all([guarded.stop(), floor.stop()]);
    for (const folder of ["guarded-data", "floor-data"]) rmSync(path.join(work, folder), { recursive: true });
  }
}

/** `GET /api/me` against `GET /api/ping`, in both modes and with each algorithm. */
async function handlers({ origin }: RunningApp): Promise<Bounded[]> {
  const cookies: [name: string, cookie: string][] = [["session", await signInCookie(origin, "session")]];
  for (const alg of ALGS)
    cookies.push([`JWT ${alg}`, await signInCookie(origin, "jwt", { jwt: { alg, accessTtlSeconds: 3600 } })]);
  const results: Bounded[] = [];
  for (const [name, cookie] of cookies) {
    const me = () => throughput({ url: `${origin}/api/me`, cookie });
    const ping = () => throughput({ url: `${origin}/api/ping`, cookie });
    const comparison = await compare(`/api/me ÷ /api/ping, ${name}`, me, ping, rounds);
    results.push({ ...comparison, unit: "req/s", bound: { atLeast: 0.9 } });
  }
  return results;
}

/** A page behind proxy and guard against the same page without both. */
async function pages(app: RunningApp, without: RunningApp): Promise<Bounded[]> {
  const results: Bounded[] = [];
  for (const mode of ["session", "jwt"] as const) {
    const cookie = await signInCookie(app.origin, mode);
    const behind = () => throughput({ url: `${app.origin}/settings`, cookie });
    const bare = () => throughput({ url: `${without.origin}/settings`, cookie });
    const comparison = await compare(`/settings ÷ the same unguarded, ${mode}`, behind, bare, rounds);
    results.push({ ...comparison, unit: "req/s", bound: { atLeast: 0.85 } });
  }
  return results;
}

/** A whole sign-in over HTTP against one Argon2id check of the same password in this process. */
async function signIn({ origin }: RunningApp): Promise<Bounded> {
  const stored = await hash(ACCOUNT.password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const { cookies } = await post(origin, "/api/auth/sign-in", ACCOUNT);
  const device = cookies.find((cookie) => cookie.includes("-device=")) ?? "";
  const whole = () => times(20, () => post(origin, "/api/auth/sign-in", ACCOUNT, device));
  const alone = () => times(20, () => verify(stored, ACCOUNT.password));
  const comparison = await compare("sign-in ÷ one Argon2id check", whole, alone, rounds);
  return { ...comparison, unit: "ms", bound: { atMost: 1.3 } };
}

/** How long `GET /api/me` takes while eight sign-ins are under way, against calm. */
async function underSignIns({ origin }: RunningApp): Promise<Bounded> {
  const cookie = await signInCookie(origin, "session");
  const me = () => times(40, () => fetch(`${origin}/api/me`, { headers: { cookie } }));
  const busy = async () => {
    let running = true;
    const loops = Array.from({ length: 8 }, async () => {
      while (running) await post(origin, "/api/auth/sign-in", ACCOUNT);
    });
    const result = await me();
    running = false;
    await Promise.all(loops);
    return result;
  };
  const comparison = await compare("/api/me with 8 sign-ins in flight ÷ calm", busy, me, rounds);
  return { ...comparison, unit: "ms", bound: { atMost: 2 } };
}

/** The median duration of `count` calls one after the other. */
async function times(count: number, call: () => Promise<unknown>): Promise<number> {
  const durations: number[] = [];
  for (let i = 0; i < count; i++) durations.push(await duration(call));
  return median(durations);
}
