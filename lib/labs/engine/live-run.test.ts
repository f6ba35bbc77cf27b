import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { eventually } from "@/lib/web/testing/eventually";
import type { AnswerFact } from "../contract";
import { startRegistry, type TestRegistry } from "../testing/registry";
import { type LiveRun, MAX_ACTS } from "./live-run";
import type { Plan } from "./plan";
import { MAX_OUTSIDE_REQUESTS, MAX_REQUESTS } from "./server/doors";
import { sendHttp } from "./server/http-client";
import type { LiveRequest } from "./server/live-contract";

// One run from its start to its end: real world, real requests, a small plan.

let registry: TestRegistry;
beforeAll(() => {
  registry = startRegistry();
});
afterAll(() => registry.stop());

const answersOf = (run: LiveRun) =>
  run.recording(0).facts.filter((fact): fact is AnswerFact => fact.kind === "answer");
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const request = (run: LiveRun, changes: Partial<LiveRequest> = {}): LiveRequest => ({
  method: "GET",
  lane: "session",
  resource: "me",
  ip: "192.0.2.1",
  userAgent: "test",
  body: {},
  cookie: run.stage.jar("phone", "session").header(),
  ...changes,
});

describe("a run", () => {
  it("asks every lane by real requests until its planned end", async () => {
    const run = await registry.go({ seconds: 0.6 });
    await run.ended;
    expect([run.status, run.failure, run.elapsedMs()]).toEqual(["finished", null, 600]);
    for (const lane of ["session", "jwt"]) {
      const answers = answersOf(run).filter((answer) => answer.lane === lane);
      expect(answers.length).toBeGreaterThan(5);
      expect(answers.every(({ status, by }) => status === 200 && by === "prober")).toBe(true);
      expect(answers.map(({ reads }) => reads)).toEqual(answers.map(() => answers[0]?.reads));
    }
    const [session, jwt] = run.recording(0).lanes;
    expect(session?.cookieBytes).toBeGreaterThan(100);
    expect(jwt?.cookieBytes).toBeGreaterThan(session?.cookieBytes ?? 0);
  });

  it("ends at its planned instant, and does nothing before its own, where timers fire early", async () => {
    const { setTimeout: real } = globalThis;
    const early = vi.spyOn(globalThis, "setTimeout");
    early.mockImplementation((work, ms = 0) => real(work, ms > 10 ? ms - 5 : ms));
    const acted: number[] = [];
    const run = await registry.go({
      seconds: 0.3,
      schedule: [{ at: 100, run: async (stage) => void acted.push(stage.now()) }],
    });
    await run.ended;
    early.mockRestore();
    expect(run.elapsedMs()).toBe(300);
    expect(acted).toEqual([expect.toSatisfy((at: number) => at >= 100)]);
  });

  it("that is stopped keeps what it has, writes no more, and answers by hand as before", async () => {
    const run = await registry.go();
    await eventually(() => expect(answersOf(run).length).toBeGreaterThan(4));
    await run.stop();
    const { length } = answersOf(run);
    expect([run.status, run.failure]).toEqual(["stopped", null]);
    expect(run.elapsedMs()).toBeLessThan(30_000);
    await wait(150);
    expect(answersOf(run)).toHaveLength(length);
    expect(await run.answerOutside(request(run))).toMatchObject({ status: 200, body: { active: true } });
    await run.stop();
    expect(run.status).toBe("stopped");
  });

  it("waits at its end for the act that is under way", async () => {
    const run = await registry.go({
      seconds: 0.2,
      schedule: [
        {
          at: 100,
          run: (stage) => stage.act({ act: "slow", label: "Slow" }, () => wait(400)),
        },
      ],
    });
    await run.ended;
    expect(run.recording(0).facts.filter(({ kind }) => kind === "mark")).toMatchObject([
      { act: "slow", ok: true },
    ]);
  });

  it("whose act never ends, ends all the same", async () => {
    const run = await registry.go({
      seconds: 0.2,
      schedule: [{ at: 0, run: () => new Promise(() => {}) }],
    });
    await run.ended;
    expect(run.status).toBe("finished");
  });

  it("whose act fails says that it was the server's fault, and keeps what it has", async () => {
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const run = await registry.go({
      schedule: [{ at: 150, run: () => Promise.reject(new Error("disk on fire")) }],
    });
    await run.ended;
    expect(printed.mock.calls.join()).toContain(`"event":"lab.failed","run":"${run.id}"`);
    printed.mockRestore();
    expect(run.status).toBe("failed");
    expect(run.failure).toMatch(/fault of its own/);
    expect(answersOf(run).length).toBeGreaterThan(0);
  });

  it("that loses the lab server fails; it does not show refusals", async () => {
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const other = startRegistry();
    const run = await other.go();
    await eventually(() => expect(answersOf(run).length).toBeGreaterThan(2));
    other.close();
    await run.ended;
    printed.mockRestore();
    expect(run.status).toBe("failed");
    expect(answersOf(run).every(({ accepted }) => accepted)).toBe(true);
  });

  it("whose own store breaks shows 503, and nobody as signed out", async () => {
    const printed = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const run = await registry.go();
    await eventually(() => expect(answersOf(run).length).toBeGreaterThan(2));
    run.stage.world.memory.sqlite.close();
    const answer = await run.answerOutside(request(run));
    await run.stop();
    printed.mockRestore();
    expect(answer).toMatchObject({ status: 503, body: { error: "unavailable" }, setCookie: [] });
    expect(answersOf(run).some(({ status }) => status === 401)).toBe(false);
  });

  it("does what its plan offers while it goes on, and nothing else", async () => {
    const run = await registry.go({
      acts: {
        leave: {
          label: "Leave",
          run: async (stage) => void (await stage.request("laptop", "session", "POST", "sign-out")),
        },
      },
    });
    for (const name of ["other", "constructor", "__proto__", "toString", ""])
      expect(await run.act(name, {})).toBe("none");
    expect(await run.act("leave", {})).toBe("done");
    expect(answersOf(run).filter(({ by }) => by === "act")).toMatchObject([
      { resource: "sign-out", status: 200 },
    ]);
    await run.stop();
    expect(await run.act("leave", {})).toBe("none");
  });

  it("come one after the other; more than a person can mean are refused, and those before go on", async () => {
    let underWay = 0;
    let most = 0;
    const slow = async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay -= 1;
    };
    const run = await registry.go({ probes: [], acts: { slow: { label: "Slow", run: slow } } });
    const outcomes = await Promise.all(Array.from({ length: 120 }, () => run.act("slow", {})));
    expect(most).toBe(1);
    expect(outcomes.filter((outcome) => outcome === "too_many").length).toBeGreaterThan(110);
    expect(outcomes[0]).toBe("done");
    expect(await run.act("slow", {})).toBe("done");
  });

  it("are bounded in all", async () => {
    const run = await registry.go({ probes: [], acts: { quick: { label: "Quick", run: async () => {} } } });
    for (let i = 0; i < MAX_ACTS; i++) expect(await run.act("quick", {})).toBe("done");
    expect(await run.act("quick", {})).toBe("too_many");
  });
});

describe("requests", () => {
  it("from outside are bounded by those that were accepted, and never reach the probes' bound", async () => {
    const run = await registry.go({ probes: [] });
    const forged = request(run, { cookie: "__Host-lab-session=Fe26.2*x" });
    for (let i = 0; i < 50; i++) expect(await run.answerOutside(forged)).toMatchObject({ status: 401 });
    const nobody = request(run, { method: "POST", resource: "sign-out", cookie: "" });
    for (let i = 0; i < 50; i++) expect(await run.answerOutside(nobody)).toMatchObject({ status: 200 });
    for (let i = 0; i < MAX_OUTSIDE_REQUESTS; i++)
      expect(await run.answerOutside(request(run))).toMatchObject({ status: 200 });
    expect(await run.answerOutside(request(run))).toBe("too_many");
    expect(await run.stage.request("phone", "session", "GET", "me")).toMatchObject({ status: 200 });
  });

  it("from outside never make the server check a password", async () => {
    const run = await registry.go({ probes: [] });
    const password = {
      method: "POST",
      body: { email: "ada@example.com", password: "x", currentPassword: "x" },
    };
    for (const resource of ["sign-in", "password", "sign-in/x", "password/x", "sign-in/", "x/sign-in"])
      expect(await run.answerOutside(request(run, { ...password, resource }))).toBeNull();
    expect(await run.answer(request(run, { ...password, resource: "sign-in" }))).toMatchObject({
      status: 401,
      body: { error: "invalid_credentials" },
    });
  });

  it("are bounded in all; beyond that the lab server answers 429", async () => {
    const run = await registry.go({ probes: [] });
    const nothing = request(run, { cookie: "" });
    for (let i = 0; i < MAX_REQUESTS; i++) await run.answer(nothing);
    expect(await run.answer(request(run))).toBe("too_many");
    const answer = await sendHttp(registry.port ?? 0, {
      method: "GET",
      path: `/api/labs/live/${run.id}/session/me`,
      cookie: "",
      userAgent: "test",
    });
    expect([answer.status, answer.body]).toEqual([429, { error: "too_many_requests" }]);
  });

  it("for what a lane does not have find nothing", async () => {
    const run = await registry.go({ probes: [] });
    for (const changes of [
      { lane: "other" },
      { lane: "__proto__" },
      { lane: "constructor" },
      { resource: "other" },
      { resource: "constructor" },
      { resource: "toString" },
      { method: "PUT" },
      { method: "" },
    ])
      expect(await run.answerOutside(request(run, changes))).toBeNull();
    expect(await run.answerOutside(request(run))).toMatchObject({ status: 200 });
  });
});

describe("a run with foreign implementations", () => {
  const foreign: Partial<Plan> = { decorate: (mode) => mode };
  async function asked(isLoopback: boolean, changes: Partial<Plan>): Promise<unknown> {
    const other = startRegistry({ isLoopback });
    const run = await other.go({ probes: [], ...changes });
    const answer = await other.answerOutside(run.id, request(run));
    await other.stop();
    return answer;
  }

  it("can be asked by hand where only this machine can ask", async () => {
    expect(await asked(true, foreign)).toMatchObject({ status: 200 });
  });

  it("answers nobody outside where others could reach it; one with our own implementations does", async () => {
    expect(await asked(false, foreign)).toBeNull();
    expect(await asked(false, {})).toMatchObject({ status: 200 });
  });
});
