import { beforeEach, describe, expect, it } from "vitest";
import { POST as start } from "@/app/api/labs/[lab]/runs/route";
import {
  DELETE as liveDelete,
  GET as liveGet,
  POST as livePost,
} from "@/app/api/labs/live/[run]/[lane]/[...resource]/route";
import { POST as act } from "@/app/api/labs/runs/[id]/acts/[act]/route";
import { GET as curl } from "@/app/api/labs/runs/[id]/curl/route";
import { GET as exported } from "@/app/api/labs/runs/[id]/export/route";
import { GET as read, DELETE as remove } from "@/app/api/labs/runs/[id]/route";
import { POST as stop } from "@/app/api/labs/runs/[id]/stop/route";
import type { Principal } from "@/lib/auth/contract";
import { MAX_STARTS_A_MINUTE } from "@/lib/labs/engine/run-registry";
import { useLabs } from "@/lib/labs/testing/runs";
import { Browser, type Handler } from "@/lib/web/testing/browser";
import { eventually } from "@/lib/web/testing/eventually";

// The labs over their API. That each handler refuses strangers, other origins and bodies that are too long is
// tested for all handlers alike, in guard.test.ts and fuzz.test.ts.

const app = useLabs();
let ada: Browser;
let bob: Browser;
beforeEach(async () => {
  [ada, bob] = [await signedIn(), await signedIn()];
});

async function signedIn(): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(app, await account(), "session");
  return browser;
}
const account = (): Promise<Principal> => app.createAccount();

const begin = (browser: Browser, body: object = {}, lab = "revocation") =>
  browser.send(start, "POST", { params: { lab }, body });
async function going(browser: Browser): Promise<string> {
  const { status, json } = await begin(browser);
  expect(status).toBe(201);
  return String(json.id);
}
const on = (browser: Browser, handler: Handler, method: string, id: string, query = "", more = {}) =>
  browser.send(handler, method, {
    params: { id, ...more },
    path: `/api/labs/runs/${id}${query}`,
    ...(method === "POST" && { body: {} }),
  });
const CURL = "?lane=session&device=copy&resource=me";

describe("POST /api/labs/{lab}/runs", () => {
  it("starts a run and says where it is", async () => {
    const answer = await begin(ada, {
      params: { event: "disable-user" },
      predictions: { session: "refused" },
    });
    const { id } = answer.json;
    expect(answer).toMatchObject({
      status: 201,
      json: { url: `/labs/revocation/runs/${id}` },
      setCookies: [],
    });
    expect((await on(ada, read, "GET", String(id))).json).toMatchObject({
      id,
      lab: "revocation",
      status: "running",
      mine: true,
      params: { event: "disable-user" },
      predictions: { session: "refused" },
    });
    await on(ada, remove, "DELETE", String(id));
  });

  it("refuses a second one in words, and names the one that is going on", async () => {
    const id = await going(ada);
    expect(await begin(ada)).toMatchObject({
      status: 409,
      json: { error: "run_going_on", runId: id, message: expect.stringContaining("a run going on") },
    });
    const other = await going(bob);
    await on(ada, stop, "POST", id);
    await on(ada, remove, "DELETE", await going(ada));
    await on(bob, remove, "DELETE", other);
  });

  it.each([
    [{ params: { event: "nothing" } }, ["event"]],
    [{ params: { event: "constructor", shortSeconds: "__proto__" } }, ["event", "shortSeconds"]],
    [{ params: { aloneSeconds: "1e9", cacheSeconds: "-1" } }, ["aloneSeconds", "cacheSeconds"]],
    [{ params: { aloneSeconds: "NaN", cacheSeconds: "Infinity" } }, ["aloneSeconds", "cacheSeconds"]],
    [{ params: { event: ["sign-out"], shortSeconds: {} } }, ["event", "shortSeconds"]],
    [{ params: "event" }, ["params"]],
    [{ predictions: ["refused"] }, ["predictions"]],
  ])("refuses %j with 400, by field", async (body, fields) => {
    const { status, json } = await begin(ada, body);
    expect([status, json.error, Object.keys(json.fields ?? {}).sort()]).toEqual([
      400,
      "invalid_request",
      fields,
    ]);
    await on(ada, remove, "DELETE", await going(ada));
  });

  it.each(["nothing", "constructor", "__proto__", "toString", "", "REVOCATION"])(
    "knows no lab called %j",
    async (lab) => {
      expect(await begin(ada, {}, lab)).toMatchObject({ status: 404, json: { error: "not_found" } });
    },
  );

  it("by a person who starts one after the other waits, and says how long", async () => {
    for (let i = 0; i < MAX_STARTS_A_MINUTE; i++) await on(ada, remove, "DELETE", await going(ada));
    const refused = await begin(ada);
    expect(refused).toMatchObject({
      status: 429,
      json: { error: "too_many_requests", message: expect.stringMatching(/try again in \d+ seconds/) },
    });
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(1);
    await on(bob, remove, "DELETE", await going(bob));
  });
});

describe("a run of somebody else", () => {
  it("is not told from one that nobody has", async () => {
    const id = await going(ada);
    for (const unknown of [id, "A".repeat(22), "__proto__"])
      for (const [handler, method, query, more] of [
        [stop, "POST", "", {}],
        [act, "POST", "", { act: "x" }],
        [curl, "GET", CURL, {}],
        [remove, "DELETE", "", {}],
      ] as const)
        expect(await on(bob, handler, method, unknown, query, more)).toMatchObject({
          status: 404,
          json: { error: "not_found" },
        });
    expect((await on(ada, curl, "GET", id, CURL)).status).toBe(200);
    expect((await on(ada, stop, "POST", id)).status).toBe(204);
    expect((await on(bob, read, "GET", id)).json).toMatchObject({ status: "stopped", mine: false });
    expect((await on(ada, remove, "DELETE", id)).status).toBe(204);
    expect((await on(ada, read, "GET", id)).status).toBe(404);
  });
});

describe("reading a run", () => {
  it("takes any `since` that is a number, and counts everything else as the beginning", async () => {
    const id = await going(ada);
    const facts = async (query: string) => {
      const { json } = await on(ada, read, "GET", id, query);
      return (json.recording as { facts: { seq: number }[] }).facts;
    };
    await eventually(async () => expect((await facts("")).length).toBeGreaterThan(3));
    await on(ada, stop, "POST", id);
    const { length } = await facts("");
    expect((await facts("?since=2")).map(({ seq }) => seq)[0]).toBe(3);
    for (const odd of ["?since=", "?since=x", "?since=-1", "?since=1e400", "?since=NaN", "?since=0.5"])
      expect(await facts(odd)).toHaveLength(length);
    expect(await facts(`?since=${2 ** 40}`)).toEqual([]);
    await on(ada, remove, "DELETE", id);
  });

  it("as a file knows two formats, by their own names only", async () => {
    const id = await going(ada);
    for (const format of ["xml", "constructor", "__proto__", ""])
      expect(await on(ada, exported, "GET", id, `?format=${format}`)).toMatchObject({
        status: 400,
        json: { error: "invalid_request" },
      });
    const { headers } = await on(ada, exported, "GET", id);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="coatcheck-revocation-${id}.json"`);
    expect(headers.get("cache-control")).toContain("no-store");
    await on(ada, remove, "DELETE", id);
  });
});

describe("a request repeated by hand", () => {
  const live = (
    handler: Handler,
    method: string,
    run: string,
    cookie: string,
    resource = "me",
    headers = {},
  ) =>
    new Browser().send(handler, method, {
      params: { run, lane: "session", resource: resource.split("/") },
      headers: { cookie, ...headers },
      ...(method === "POST" && { body: {} }),
    });
  const cookieIn = ({ json }: { json: Record<string, unknown> }) =>
    /Cookie: ([^']+)'/.exec(String(json.curl))?.[1] ?? "";

  it("is answered as the probe is, while the world is kept, and is nowhere after it", async () => {
    const id = await going(ada);
    const cookie = cookieIn(await on(ada, curl, "GET", id, CURL));
    expect(await live(liveGet, "GET", id, cookie)).toMatchObject({ status: 200, json: { active: true } });
    expect(await live(liveGet, "GET", id, "")).toMatchObject({ status: 401, json: { reason: "missing" } });
    await on(ada, stop, "POST", id);
    expect((await live(liveGet, "GET", id, cookie)).status).toBe(200);
    await on(ada, remove, "DELETE", id);
    expect(await live(liveGet, "GET", id, cookie)).toMatchObject({
      status: 404,
      json: { error: "not_found" },
    });
    expect((await on(ada, curl, "GET", id, CURL)).status).toBe(404);
  });

  it("that changes something has to come from a page of ours or name the origin", async () => {
    const id = await going(ada);
    const cookie = cookieIn(await on(ada, curl, "GET", id, CURL));
    for (const origin of ["", "https://evil.example"])
      expect((await live(livePost, "POST", id, cookie, "sign-out", { origin })).status).toBe(403);
    expect((await live(liveGet, "GET", id, cookie)).status).toBe(200);
    expect((await live(livePost, "POST", id, cookie, "sign-out")).status).toBe(200);
    expect((await live(liveGet, "GET", id, cookie)).status).toBe(401);
    await on(ada, remove, "DELETE", id);
  });

  it("signs nobody in: no password is checked, and no browser is given a cookie of the labs", async () => {
    const id = await going(ada);
    const run = app.runtime.labs.find(id);
    await run?.stage.world.setPasswordHash("$argon2id$x");
    for (const resource of ["sign-in", "password", "sign-in/x", "password/x"])
      expect(await live(livePost, "POST", id, "", resource)).toMatchObject({ status: 404, setCookies: [] });
    expect(await live(liveDelete, "DELETE", id, "", "devices/x")).toMatchObject({
      status: 401,
      setCookies: [],
    });
    await on(ada, remove, "DELETE", id);
  });

  it("of other shapes finds nothing", async () => {
    for (const run of ["__proto__", "constructor", "A".repeat(22), "..", "a/b", "%00"])
      expect((await live(liveGet, "GET", run, "")).status).toBe(404);
  });
});
