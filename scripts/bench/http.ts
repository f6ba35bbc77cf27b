// The benchmarks over HTTP: what a check costs in a whole request, against the same server's bare route and against the
// references written by hand, in one run; what a page's guard, a sign-in and others' sign-ins cost.

import { hash, verify } from "@node-rs/argon2";
import type { ModeName, SigningAlg, StrategyName } from "../../lib/auth/names.ts";
import { ACCOUNT, byHandCookie, post, type RunningApp, signInCookie } from "./app.ts";
import { type Block, type Blocks, measureBlocks, type Rounds, type Subject } from "./blocks.ts";
import { cpuOf } from "./cores.ts";
import { createClient, type Target } from "./load.ts";
import { type Line, lineOf } from "./report.ts";
import { BY_HAND, UNGUARDED_PAGE } from "./variant.ts";

const CONNECTIONS = 4;

/** Keeps a route busy. */
function busy<Name extends string>(
  name: Name,
  app: RunningApp,
  target: Omit<Target, "port">,
  connections = CONNECTIONS,
): Subject<Name> {
  const client = createClient({ ...target, port: app.port }, connections);
  return {
    name,
    async run(milliseconds) {
      const before = cpuOf(app.pid);
      const { requests: count, milliseconds: took, latencies } = await client.run(milliseconds);
      const after = cpuOf(app.pid);
      const cpuMilliseconds = before === null || after === null ? null : after - before;
      return { count, milliseconds: took, cpuMilliseconds, latencies };
    },
  };
}

const CHECKS = {
  session: { mode: "session", atLeast: 0.91 },
  HS256: { mode: "jwt", alg: "HS256", revocation: "expiry-only", atLeast: 0.94 },
  RS256: { mode: "jwt", alg: "RS256", revocation: "expiry-only", atLeast: 0.94 },
  ES256: { mode: "jwt", alg: "ES256", revocation: "expiry-only", atLeast: 0.94 },
  EdDSA: { mode: "jwt", alg: "EdDSA", revocation: "expiry-only", atLeast: 0.94 },
  denylist: { mode: "jwt", alg: "ES256", revocation: "denylist", atLeast: 0.9 },
  "token-version": { mode: "jwt", alg: "ES256", revocation: "token-version", atLeast: 0.9 },
  introspection: { mode: "jwt", alg: "ES256", revocation: "introspection", atLeast: 0.88 },
} as const satisfies Record<
  string,
  { mode: ModeName; alg?: SigningAlg; revocation?: StrategyName; atLeast: number }
>;
type CheckName = keyof typeof CHECKS;
const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];

/** Whose cookie the bare route is sent as well, and reads no more than any other. */
const CARRIED = ["session", "HS256"] as const satisfies CheckName[];

type HandlerName =
  | CheckName
  | "floor"
  | "floor again"
  | `floor, ${(typeof CARRIED)[number]}`
  | `by hand, ${keyof typeof BY_HAND}`;

/** `GET /api/me` with every credential, and the references, against `GET /api/ping`. */
export async function handlers(app: RunningApp, rounds: Rounds): Promise<Line[]> {
  const subjects: Subject<HandlerName>[] = [
    busy("floor", app, { path: "/api/ping" }),
    busy("floor again", app, { path: "/api/ping" }),
  ];
  for (const [name, path] of Object.entries(BY_HAND) as [keyof typeof BY_HAND, string][])
    subjects.push(busy(`by hand, ${name}`, app, { path, cookie: await byHandCookie(app.origin, path) }));
  for (const name of CHECK_NAMES) {
    const { mode, ...terms } = CHECKS[name];
    const jwt =
      "alg" in terms ? { alg: terms.alg, revocation: terms.revocation, accessTtlSeconds: 3600 } : undefined;
    const cookie = await signInCookie(app.origin, mode, jwt && { jwt });
    subjects.push(busy(name, app, { path: "/api/me", cookie }));
    const carried = CARRIED.find((each) => each === name);
    if (carried) subjects.push(busy(`floor, ${carried}`, app, { path: "/api/ping", cookie }));
  }
  const blocks = await measureBlocks(subjects, rounds);
  return [
    lineOf("the bare route against itself", blocks, "floor again", "floor", null),
    ...CARRIED.map((name) =>
      lineOf(`the bare route, sent the cookie of ${name}`, blocks, `floor, ${name}`, "floor", null),
    ),
    lineOf("by hand, opaque token and SQLite", blocks, "by hand, opaque", "floor", null),
    lineOf("by hand, jose HS256", blocks, "by hand, HS256", "floor", null),
    lineOf("by hand, jose ES256", blocks, "by hand, ES256", "floor", null),
    ...CHECK_NAMES.map((name) =>
      lineOf(`check, ${name}`, blocks, name, "floor", { atLeast: CHECKS[name].atLeast }),
    ),
    lineOf("session ÷ opaque token by hand", blocks, "session", "by hand, opaque", { atLeast: 1 }),
    lineOf("HS256 ÷ jose HS256 by hand", blocks, "HS256", "by hand, HS256", { atLeast: 1 }),
    lineOf("ES256 ÷ jose ES256 by hand", blocks, "ES256", "by hand, ES256", { atLeast: 1 }),
  ];
}

/** A page behind proxy and guard against the same page without both. */
export async function pages(app: RunningApp, rounds: Rounds): Promise<Line[]> {
  const cookies = {
    session: await signInCookie(app.origin, "session"),
    jwt: await signInCookie(app.origin, "jwt"),
  };
  const blocks = await measureBlocks(
    [
      busy("bare", app, { path: UNGUARDED_PAGE }),
      busy("session", app, { path: "/settings", cookie: cookies.session }),
      busy("jwt", app, { path: "/settings", cookie: cookies.jwt }),
    ],
    { ...rounds, blockMilliseconds: 2 * rounds.blockMilliseconds },
  );
  return [
    lineOf("page, proxy and guard, session", blocks, "session", "bare", { atLeast: 0.88 }),
    lineOf("page, proxy and guard, JWT", blocks, "jwt", "bare", { atLeast: 0.88 }),
  ];
}

/** A whole sign-in over HTTP, one after the other, against one Argon2id check of the same password in this process. */
export async function signIn(app: RunningApp, rounds: Rounds): Promise<Line[]> {
  const stored = await hash(ACCOUNT.password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const { cookies } = await post(app.origin, "/api/auth/sign-in", ACCOUNT);
  const cookie = cookies.find((each) => each.includes("-device=")) ?? "";
  const target = { path: "/api/auth/sign-in", cookie, post: { origin: app.origin, body: ACCOUNT } };
  const blocks = await measureBlocks(
    [busy("sign-in", app, target, 1), oneByOne("hash", () => verify(stored, ACCOUNT.password))],
    rounds,
  );
  return [lineOf("sign-in ÷ one Argon2id check", blocks, "sign-in", "hash", { atMost: 1.2 }, "time")];
}

/** How long `GET /api/me` takes while eight sign-ins are under way, against calm. */
export async function underSignIns(app: RunningApp, rounds: Rounds): Promise<Line[]> {
  const cookie = await signInCookie(app.origin, "session");
  const me = async () => {
    const response = await fetch(`${app.origin}/api/me`, { headers: { cookie } });
    await response.arrayBuffer();
  };
  const calm = oneByOne("calm", me);
  const crowded: Subject<"crowded"> = {
    name: "crowded",
    async run(milliseconds) {
      let isOver = false;
      const oneAfterAnother = async () => {
        while (!isOver) await post(app.origin, "/api/auth/sign-in", ACCOUNT);
      };
      const loops = Promise.all(Array.from({ length: 8 }, oneAfterAnother));
      // Told when they are waited for, not before.
      loops.catch(() => {});
      const block = await oneByOne("crowded", me).run(milliseconds);
      isOver = true;
      await loops;
      return block;
    },
  };
  const blocks: Blocks<"calm" | "crowded"> = await measureBlocks([calm, crowded], rounds);
  return [
    lineOf("/api/me with 8 sign-ins in flight ÷ calm", blocks, "crowded", "calm", { atMost: 1.5 }, "time"),
  ];
}

function oneByOne<Name extends string>(name: Name, work: () => Promise<unknown>): Subject<Name> {
  return {
    name,
    async run(milliseconds): Promise<Block> {
      const latencies: number[] = [];
      const startedAt = performance.now();
      for (let now = startedAt; now - startedAt < milliseconds; ) {
        await work();
        latencies.push(performance.now() - now);
        now = performance.now();
      }
      return {
        count: latencies.length,
        milliseconds: performance.now() - startedAt,
        cpuMilliseconds: null,
        latencies,
      };
    },
  };
}
