// Every route handler once: who may call it, and a request that gets all the way into it. The guard walks and the
// fuzzers go by this list; a test fails for a handler that is not in it, and for an entry that is no handler.

/**
 * "pair": refused by the pair's own verifier, which says why. "lane": refused by the guard of a lab's lane, which
 * knows credentials of that lane only.
 */
export type Caller = "anyone" | "signed-in" | "admin" | "pair" | "lane";

/** What a request is about: things of the caller that exist, or ids that could (`NOTHING`). */
export interface Things {
  email: string;
  /** Of somebody whom an admin may act on. */
  userId: string;
  /** Another sign-in of the caller. */
  device(): Promise<string>;
  /** The caller holds a pair. */
  pair(): Promise<void>;
  /** A run of the caller that goes on. It takes the place of the one before. */
  run(lab: "theft" | "storage"): Promise<string>;
}

export interface RouteRequest {
  params?: Record<string, string | string[]>;
  query?: string;
  body?: Record<string, unknown>;
}

export interface RouteEntry {
  /** Method and path as Next names it. */
  name: string;
  caller: Caller;
  /** Right in every part, and harmless: it may be sent often, and spoiled at any place. Empty where left out. */
  request?: (things: Things) => RouteRequest | Promise<RouteRequest>;
  /** The status that it is answered with. */
  answers: number;
  /** Stands in the answer, where routing, guard or schema could refuse with the same status. */
  says?: string;
}

const WRONG = "not the password of anybody";
const NOT_YOURS = "This is not your password.";
const ofRun = async ({ run }: Things): Promise<RouteRequest> => ({ params: { id: await run("theft") } });
const ofPairHalf = async ({ pair }: Things): Promise<RouteRequest> => {
  await pair();
  return { params: { mode: "session" } };
};
const ofLane = async ({ run }: Things, resource: string[]): Promise<RouteRequest> => ({
  params: { run: await run("theft"), lane: "session", resource },
});

/** Ids that could be somebody's, for requests that are to be refused before anything is looked up. */
export const NOTHING: Things = {
  email: "nobody@example.com",
  userId: "A".repeat(22),
  device: async () => "A".repeat(22),
  pair: async () => {},
  run: async () => "A".repeat(22),
};

/** In an order in which they can be asked one after the other: what ends a thing comes after what needs it. */
export const ROUTES: readonly RouteEntry[] = [
  { name: "GET /.well-known/jwks.json", caller: "anyone", answers: 200 },
  { name: "GET /api/health", caller: "anyone", answers: 200 },
  { name: "GET /api/ping", caller: "anyone", answers: 200 },
  { name: "GET /metrics", caller: "anyone", answers: 404 },
  {
    name: "POST /api/auth/sign-up",
    caller: "anyone",
    answers: 409,
    says: "address_taken",
    request: ({ email }) => ({ body: { email, password: WRONG, name: "Ada" } }),
  },
  {
    name: "POST /api/auth/sign-in",
    caller: "anyone",
    answers: 401,
    says: "invalid_credentials",
    request: ({ email }) => ({ body: { email, password: WRONG, mode: "jwt" } }),
  },
  { name: "POST /api/auth/refresh", caller: "anyone", answers: 401 },
  { name: "POST /api/auth/sign-out", caller: "anyone", answers: 204 },
  {
    name: "POST /api/auth/sign-out-everywhere",
    caller: "signed-in",
    answers: 200,
    request: () => ({ body: { exceptThis: true } }),
  },
  {
    name: "POST /api/auth/mode",
    caller: "signed-in",
    answers: 200,
    request: () => ({ body: { mode: "jwt" } }),
  },
  {
    name: "POST /api/auth/confirm",
    caller: "signed-in",
    answers: 400,
    says: NOT_YOURS,
    request: () => ({ body: { password: WRONG } }),
  },
  {
    name: "POST /api/account/password",
    caller: "signed-in",
    answers: 400,
    says: NOT_YOURS,
    request: () => ({ body: { currentPassword: WRONG, newPassword: "another of nobody" } }),
  },
  {
    name: "POST /api/account/delete",
    caller: "signed-in",
    answers: 400,
    says: NOT_YOURS,
    request: () => ({ body: { password: WRONG } }),
  },
  { name: "GET /api/me", caller: "signed-in", answers: 200 },
  { name: "GET /api/activity", caller: "signed-in", answers: 200 },
  {
    name: "GET /api/activity/export",
    caller: "signed-in",
    answers: 200,
    request: () => ({ query: "?format=csv" }),
  },
  { name: "GET /api/devices", caller: "signed-in", answers: 200 },
  {
    name: "DELETE /api/devices/[id]",
    caller: "signed-in",
    answers: 204,
    request: async ({ device }) => ({ params: { id: await device() } }),
  },
  { name: "GET /api/settings", caller: "signed-in", answers: 200 },
  {
    name: "PATCH /api/settings",
    caller: "signed-in",
    answers: 200,
    request: () => ({
      body: {
        authMode: "jwt",
        jwt: { alg: "ES256", accessTtlSeconds: 60, revocation: "expiry-only", refreshIdleSeconds: 600 },
        session: { idleTimeoutSeconds: 600, absoluteTimeoutSeconds: 600 },
      },
    }),
  },
  { name: "GET /api/pair", caller: "signed-in", answers: 200 },
  {
    name: "POST /api/pair",
    caller: "signed-in",
    answers: 201,
    request: () => ({ body: { strategy: "expiry-only", alg: "HS256", accessTtlSeconds: 60 } }),
  },
  { name: "GET /api/pair/[mode]", caller: "pair", answers: 200, request: ofPairHalf },
  { name: "DELETE /api/pair/[mode]", caller: "signed-in", answers: 204, request: ofPairHalf },
  { name: "GET /api/admin/users", caller: "admin", answers: 200, request: () => ({ query: "?limit=5" }) },
  {
    name: "PATCH /api/admin/users/[id]",
    caller: "admin",
    answers: 200,
    request: ({ userId }) => ({ params: { id: userId }, body: { role: "user", disabled: false } }),
  },
  {
    name: "POST /api/admin/users/[id]/sign-out",
    caller: "admin",
    answers: 200,
    request: ({ userId }) => ({ params: { id: userId } }),
  },
  {
    name: "GET /api/labs/[lab]/runs",
    caller: "signed-in",
    answers: 200,
    request: () => ({ params: { lab: "theft" }, query: "?limit=5" }),
  },
  {
    name: "POST /api/labs/[lab]/runs",
    caller: "signed-in",
    answers: 409,
    says: "run_going_on",
    // Beside one that goes on: so it can be sent often.
    request: async ({ run }) => {
      await run("theft");
      return { params: { lab: "theft" }, body: { params: { scenario: "free" }, predictions: {} } };
    },
  },
  { name: "GET /api/labs/runs/[id]", caller: "signed-in", answers: 200, request: ofRun },
  {
    name: "GET /api/labs/runs/[id]/export",
    caller: "signed-in",
    answers: 200,
    request: async (things) => ({ ...(await ofRun(things)), query: "?format=json" }),
  },
  {
    name: "GET /api/labs/runs/[id]/curl",
    caller: "signed-in",
    answers: 200,
    request: async (things) => ({
      ...(await ofRun(things)),
      query: "?lane=session&device=owner&resource=me",
    }),
  },
  {
    name: "POST /api/labs/runs/[id]/acts/[act]",
    caller: "signed-in",
    answers: 204,
    request: async ({ run }) => ({ params: { id: await run("theft"), act: "thief-copies" }, body: {} }),
  },
  {
    name: "GET /api/labs/live/[run]/[lane]/[...resource]",
    caller: "lane",
    answers: 401,
    says: "active",
    request: (things) => ofLane(things, ["me"]),
  },
  {
    name: "POST /api/labs/live/[run]/[lane]/[...resource]",
    caller: "lane",
    answers: 200,
    request: async (things) => ({ ...(await ofLane(things, ["sign-out"])), body: {} }),
  },
  {
    name: "DELETE /api/labs/live/[run]/[lane]/[...resource]",
    caller: "lane",
    answers: 401,
    says: "active",
    request: (things) => ofLane(things, ["devices", "x"]),
  },
  { name: "POST /api/labs/runs/[id]/stop", caller: "signed-in", answers: 204, request: ofRun },
  { name: "DELETE /api/labs/runs/[id]", caller: "signed-in", answers: 204, request: ofRun },
  {
    name: "POST /api/labs/runs/[id]/second-origin",
    caller: "signed-in",
    answers: 200,
    request: async ({ run }) => ({ params: { id: await run("storage") } }),
  },
];

/** The entry of a handler, by method and path. Throws for one that has none. */
export function entryOf(name: string): RouteEntry {
  const entry = ROUTES.find((one) => one.name === name);
  if (!entry) throw new Error(`${name} has no entry in e2e/support/route-manifest.ts.`);
  return entry;
}

export const requestOf = async (name: string, things = NOTHING): Promise<RouteRequest> =>
  (await entryOf(name).request?.(things)) ?? {};

/** The path of a route with its dynamic parts filled, each as one segment. */
export function pathOf(route: string, { params = {}, query = "" }: RouteRequest): string {
  const filled = route.replace(/\[(?:\.{3})?(\w+)\]/g, (_, name: string) =>
    [params[name] ?? ""].flat().map(encodeURIComponent).join("/"),
  );
  return `${filled}${query}`;
}
