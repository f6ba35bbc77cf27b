import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRegistry, type TestRegistry } from "../../testing/registry";
import type { LiveRun } from "../live-run";
import { LAB_COOKIES } from "./lab-cookies";

// Two runs of one process at the same time: what is done in one is nothing to the other, and no credential of
// one lane is worth anything anywhere else.

let registry: TestRegistry;
let one: LiveRun;
let other: LiveRun;
beforeAll(() => {
  registry = startRegistry();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  [one, other] = await Promise.all([registry.go({ probes: [] }), registry.go({ probes: [] })]);
});

const LANES = ["session", "jwt"] as const;
const MODE = { session: "session", jwt: "jwt" } as const;

/** What each lane of a run says to its own phone. */
async function lights({ stage }: LiveRun): Promise<number[]> {
  return Promise.all(LANES.map(async (lane) => (await stage.request("phone", lane, "GET", "me")).status));
}
const tokenOf = ({ stage }: LiveRun, lane: keyof typeof MODE): string =>
  stage.jar("phone", lane).value(LAB_COOKIES[MODE[lane]].token) ?? "";
const refreshOf = ({ stage }: LiveRun): string =>
  stage.jar("phone", "jwt").value(LAB_COOKIES.jwt.refresh ?? "") ?? "";

function ask(run: LiveRun, lane: string, cookie: string, method = "GET", resource = "me") {
  const request = { method, lane, resource, cookie, ip: "192.0.2.1", userAgent: "test", body: {} };
  return answered(registry.answerOutside(run.id, request));
}
async function answered(answer: ReturnType<LiveRun["answer"]>) {
  const found = await answer;
  if (found === "too_many") throw new Error("That was too many.");
  return found;
}

describe("what is done in one run leaves the other alone:", () => {
  it.each<[string, (run: LiveRun) => Promise<unknown>]>([
    [
      "sign out everywhere",
      ({ stage }) =>
        Promise.all(LANES.map((lane) => stage.request("laptop", lane, "POST", "sign-out-everywhere"))),
    ],
    ["everything of the account is ended", ({ stage: { world } }) => world.endAll()],
    [
      "the rows are deleted",
      ({ stage: { world } }) => Promise.all(LANES.map((lane) => world.deleteRows(lane))),
    ],
    [
      "the account is disabled",
      ({ stage: { world } }) =>
        world.stores.atomically(async () => {
          await world.setDisabled(true);
          await world.endAll();
        }),
    ],
    ["its clock is wound", async ({ stage: { world } }) => world.clock.wind(7200)],
  ])("%s", async (_, work) => {
    expect([await lights(one), await lights(other)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    await work(one);
    const [session] = await lights(one);
    expect(session).toBe(401);
    expect(await lights(other)).toEqual([200, 200]);
  });

  it("the signing key is removed", async () => {
    const token = `${LAB_COOKIES.jwt.token}=${tokenOf(one, "jwt")}`;
    const otherToken = `${LAB_COOKIES.jwt.token}=${tokenOf(other, "jwt")}`;
    await one.stage.world.removeSigningKeys();
    expect((await ask(one, "jwt", token))?.status).toBe(401);
    expect((await ask(other, "jwt", otherToken))?.status).toBe(200);
    await other.stage.world.rotateSigningKey();
    expect((await ask(other, "jwt", otherToken))?.status).toBe(200);
  });

  it("the role changes", async () => {
    await one.stage.world.setRole("admin");
    expect([(await one.stage.world.owner()).role, (await other.stage.world.owner()).role]).toEqual([
      "admin",
      "user",
    ]);
    expect((await one.stage.request("phone", "session", "GET", "admin")).status).toBe(200);
    expect((await other.stage.request("phone", "session", "GET", "admin")).status).toBe(403);
  });
});

describe("a credential", () => {
  it("of one lane or run is refused by every other, under every name", async () => {
    const names = ["__Host-lab-session", "__Host-lab-access", "__Host-lab-refresh"];
    const places = [one, other].flatMap((run) => LANES.map((lane) => [run, lane] as const));
    for (const [from, lane] of places)
      for (const value of [tokenOf(from, lane), ...(lane === "jwt" ? [refreshOf(from)] : [])])
        for (const [to, into] of places)
          for (const name of names) {
            const isHome = to === from && into === lane;
            const answer = await ask(to, into, `${name}=${value}`);
            if (!isHome) expect([answer?.status, answer?.setCookie]).toEqual([401, []]);
          }
    expect([await lights(one), await lights(other)]).toEqual([
      [200, 200],
      [200, 200],
    ]);
  });

  it("to refresh by works in its own run, and in no other one", async () => {
    const cookie = `${LAB_COOKIES.jwt.refresh}=${refreshOf(one)}`;
    expect((await ask(other, "jwt", cookie, "POST", "refresh"))?.status).toBe(401);
    expect((await ask(one, "session", cookie, "POST", "refresh"))?.status).toBe(401);
    const own = await ask(one, "jwt", cookie, "POST", "refresh");
    expect(own?.status).toBe(200);
    expect(own?.setCookie.length).toBe(2);
  });

  it("that is there twice counts as none", async () => {
    const cookie = `${LAB_COOKIES.session.token}=${tokenOf(one, "session")}`;
    expect((await ask(one, "session", `${cookie}; ${cookie}`))?.body).toMatchObject({ reason: "missing" });
    expect((await ask(one, "session", `theme=dark; ${cookie}`))?.status).toBe(200);
  });

  it("ends somebody's device only in the world it belongs to", async () => {
    const id = one.stage.sessionIdOf("phone", "session");
    const stranger = other.stage.jar("laptop", "session").header();
    expect((await ask(other, "session", stranger, "DELETE", `devices/${id}`))?.status).toBe(404);
    expect((await ask(one, "session", stranger, "DELETE", `devices/${id}`))?.status).toBe(401);
    expect(await lights(one)).toEqual([200, 200]);
    const own = one.stage.jar("laptop", "session").header();
    expect((await ask(one, "session", own, "DELETE", `devices/${id}`))?.status).toBe(200);
    expect(await lights(one)).toEqual([401, 200]);
  });
});

it("worlds have the app's tables, an account each, and share no id, key or audience", () => {
  const claims = [one, other].map((run) =>
    JSON.parse(Buffer.from(tokenOf(run, "jwt").split(".")[1] ?? "", "base64url").toString()),
  );
  const kids = [one, other].map(
    (run) => JSON.parse(Buffer.from(tokenOf(run, "jwt").split(".")[0] ?? "", "base64url").toString()).kid,
  );
  expect(new Set(kids).size).toBe(2);
  expect(new Set(claims.map(({ sub }) => sub)).size).toBe(2);
  expect(new Set(claims.map(({ sid }) => sid)).size).toBe(2);
  expect(claims.map(({ aud }) => aud)).toEqual(
    [one, other].map(({ id }) => `http://localhost:3999/labs/${id}/jwt`),
  );
  for (const { stage } of [one, other])
    expect(stage.world.memory.sqlite.prepare("SELECT count(*) FROM users").pluck().get()).toBe(1);
});
