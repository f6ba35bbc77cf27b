import { beforeAll, describe, expect, it } from "vitest";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import type { RunView } from "../contract";
import { useLabs } from "../testing/runs";
import { maskedCookies, maskedLine } from "./masked";
import { type Flow, flowsOf, type Look } from "./recorded";

// A recorded sign-in: everything that a page is going to show is there, is the truth, and is no secret.

const labs = useLabs();
let run: RunView;
let session: Flow;
let jwt: Flow;
beforeAll(async () => {
  run = await labs.run("flow", { alg: "EdDSA", revocation: "introspection" });
  const [first, second] = flowsOf(run.recording);
  if (!first || !second) throw new Error("The run has recorded no two flows.");
  [session, jwt] = [first, second];
});

const names = (steps: Flow["first"]["steps"]) => steps.map(({ name }) => name);
const outcomes = ({ gate, steps }: Look) =>
  [...gate, ...steps].map(({ name, outcome }) => `${name}: ${outcome}`);

it("it ends as soon as everything is recorded", () => {
  expect(run).toMatchObject({ status: "finished", failure: null, score: null });
  expect(run.elapsedMs).toBeLessThan(10_000);
});

it("everything is done several times, each time with the steps of the first, and each with a password check of its own", () => {
  for (const { signIn, first, second, rounds } of [session, jwt]) {
    expect(rounds.length).toBeGreaterThanOrEqual(5);
    for (const round of rounds) {
      expect(names(round.signIn)).toEqual(names(signIn.steps));
      expect(outcomes(round.first)).toEqual(outcomes(first));
      expect(outcomes(round.second)).toEqual(outcomes(second));
      expect(round.signIn[1]?.microseconds).toBeGreaterThan(2000);
    }
    // Each was measured by itself.
    expect(new Set(rounds.map((round) => round.signIn[1]?.microseconds)).size).toBe(rounds.length);
  }
});

it("a sign-in has its steps in their order, with a real password check and what each mode makes and writes", () => {
  const before = ["Find the account", "Check the password (Argon2id)"];
  const makes = ["Make the session token", "Hash it", "Write the row", "Seal it"];
  expect(names(session.signIn.steps)).toEqual([...before, ...makes]);
  expect(names(jwt.signIn.steps)).toEqual([...before, "Write the token family", "Sign the claims"]);
  for (const { signIn } of [session, jwt]) {
    expect(signIn.answer.status).toBe(200);
    expect(signIn.steps.every(({ outcome }) => outcome === "ok")).toBe(true);
    // 19 MiB of Argon2id cost milliseconds on any machine; a look at a string does not.
    expect(signIn.steps[1]?.microseconds).toBeGreaterThan(2000);
    expect(signIn.account.password_hash).toBe("$argon2id$v=19$m=19456,t=2,p=1$…");
  }
});

it("the rows are those of the store, with a hash in the place of the token", () => {
  expect(session.signIn.stored.map(({ table }) => table)).toEqual(["sessions"]);
  expect(jwt.signIn.stored.map(({ table }) => table)).toEqual(["refresh_families", "refresh_tokens"]);
  expect(session.signIn.stored[0]?.columns).toMatchObject({
    token_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(jwt.signIn.stored[1]?.columns).toMatchObject({
    token_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    spent_at: "NULL",
  });
  expect(session.signIn.answer.body).toContain(session.signIn.stored[0]?.columns.id);
});

it("cookies are shown with all their attributes, and the claims are the reader’s own", () => {
  const attributes = /; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=\d+$/;
  expect(session.signIn.answer.setCookie).toEqual([expect.stringMatching(/^__Host-lab-session=Fe26\.2\*/)]);
  expect(jwt.signIn.answer.setCookie).toEqual([
    expect.stringMatching(/^__Host-lab-access=ey/),
    expect.stringMatching(/^__Host-lab-refresh=/),
  ]);
  for (const line of [...session.signIn.answer.setCookie, ...jwt.signIn.answer.setCookie])
    expect(line).toMatch(attributes);
  expect(session.signIn.token).toBeNull();
  const { header, claims } = jwt.signIn.token ?? {};
  expect(JSON.parse(header ?? "")).toMatchObject({ alg: "EdDSA", typ: "at+jwt" });
  const body = JSON.parse(session.signIn.request.body ?? "");
  expect(JSON.parse(claims ?? "")).toMatchObject({ email: body.email, revocation: "introspection" });
  expect(body.password).toBe("••••••••");
});

it("a request passes the gate without a read, then the guard; asked again, what is pure is remembered", async () => {
  for (const { first, second, lane } of [session, jwt]) {
    expect(first.answer.status).toBe(200);
    expect(first.gate.map(({ outcome, reads }) => [outcome, reads])).toEqual([
      ["ok", 0],
      ["ok", 0],
    ]);
    expect(first.steps[0]).toMatchObject({ outcome: "remembered" });
    expect(second.gate[0]).toMatchObject({ outcome: "remembered" });
    expect(names(second.gate)).toEqual(names(first.gate));
    for (const { steps } of [first, second])
      expect(steps.reduce((sum, step) => sum + step.reads, 0)).toBe(lane.guarantees.readsPerVerify);
  }
  const [plain] = flowsOf((await labs.run("flow", {})).recording).slice(1);
  expect(plain?.first.steps.every(({ reads }) => reads === 0)).toBe(true);
});

it("nothing that was recorded can be used, and what the browser really held still can", async () => {
  const stage = labs.runtime.labs.find(run.id)?.stage;
  const text = JSON.stringify(run.recording);
  for (const lane of ["session", "jwt"]) {
    const cookies = stage?.jar("browser", lane).entries() ?? [];
    expect(cookies.length).toBeGreaterThan(0);
    for (const [name, { value }] of cookies) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(value.slice(-24));
      expect(text).toContain(name);
    }
  }
  const hash = (await stage?.world.passwordHash()) ?? "";
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(text).not.toContain(hash.slice(-20));
  expect((await stage?.request("browser", "session", "GET", "me"))?.status).toBe(200);
});

it("a run cut short shows nothing of a lane that is not complete", () => {
  const { recording } = run;
  const cut = recording.facts.slice(0, 8);
  expect(flowsOf({ ...recording, facts: cut }).length).toBeLessThan(2);
  expect(flowsOf({ ...recording, facts: [] })).toEqual([]);
  const foreign = recording.facts.map((fact) => ({ ...fact, detail: { steps: 3 } }));
  expect(flowsOf({ ...recording, facts: foreign })).toEqual([]);
});

describe.each(STRATEGY_NAMES)("with %s", (revocation) => {
  it("the reads in the trace are those that the mode promises", async () => {
    const [, flow] = flowsOf((await labs.run("flow", { revocation, alg: "HS256" })).recording);
    expect(flow?.lane.strategy).toBe(revocation);
    expect(flow?.first.steps.reduce((sum, { reads }) => sum + reads, 0)).toBe(
      flow?.lane.guarantees.readsPerVerify,
    );
  });
});

it("masks every value of a header, however short, and keeps what is none", () => {
  expect(maskedCookies("a=b; c=dd")).toBe("a=…; c=…");
  expect(maskedLine("a=; Path=/; Max-Age=0")).toBe("a=…; Path=/; Max-Age=0");
  const seal = `Fe26.2*1*${"f".repeat(300)}~2`;
  expect(maskedLine(`s=${seal}; Path=/`)).toMatch(/^s=Fe26\.2\*1\*f{7}…\d+ hidden…f{4}~2; Path=\/$/);
});
