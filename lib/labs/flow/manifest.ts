import "server-only";
import { z } from "zod";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { hashPassword } from "@/lib/auth/password";
import { DEFAULT_POLICY } from "@/lib/auth/policy";
import { newToken } from "@/lib/auth/random";
import { accountRow, rowsOf } from "@/lib/stores/sqlite/rows";
import type { JsonObject } from "../contract";
import type { Plan } from "../engine/plan";
import type { HttpAnswer } from "../engine/server/http-client";
import { LIVE_PATH } from "../engine/server/lab-server";
import { createJar } from "../engine/stage/jar";
import type { Stage } from "../engine/stage/stage";
import { choice } from "../fields";
import { defineLab } from "../lab";
import { maskedCookies, maskedLine, openedToken } from "./masked";
import { ACT, type Exchange, type Look, type Round, stepsSchema } from "./recorded";

// The request's way: a sign-in with a password and two requests in each mode, recorded step by step, with what went
// over the wire and what was stored; then the same again a few times, for its times alone. The account has the reader's
// name and address, and a password made for the run.

const params = z.object({
  alg: choice("Algorithm of the JWT", "RS256 is left out, because its key takes too long to make.", {
    options: ["ES256", "EdDSA", "HS256"],
    default: "ES256",
    missing: "an algorithm",
  }),
  revocation: choice("How the JWT is checked", "What a check looks up besides the signature.", {
    options: STRATEGY_NAMES,
    default: "expiry-only",
    missing: "a strategy",
  }),
});
type Params = z.infer<typeof params>;

const BROWSER = "browser";
/** It ends by itself as soon as everything is recorded. */
const SECONDS = 15;
const HIDDEN = "••••••••";
/** So many times more than once. One sign-in in each mode costs two password checks. */
const REPEATS = 6;

export const flow = defineLab({
  name: "flow",
  title: "The request’s way",
  question: "What happens between the click and the answer? Step by step, in your own sign-in.",
  showsOwner: true,
  does: "A sign-in and two requests in each mode are recorded, with every check and how long it took. All of it is done several times over, because one time says little.",
  params,
  questions: [],
  plan,
  // This lab shows what was recorded, and concludes nothing.
  conclude: () => ({ verdicts: [], answers: {} }),
});

function plan({ alg, revocation }: Params): Plan {
  const policy = { ...DEFAULT_POLICY, jwt: { ...DEFAULT_POLICY.jwt, alg, revocation } };
  const password = newToken();
  return {
    lanes: [
      { id: "session", label: "Database session", mode: "session", policy },
      { id: "jwt", label: "JWT cookie", mode: "jwt", policy },
    ],
    devices: [{ id: BROWSER, label: "Your browser" }],
    seconds: SECONDS,
    probes: [],
    traced: true,
    prepare: async ({ world }) => world.setPasswordHash(await hashPassword(password)),
    schedule: [
      {
        at: 0,
        async run(stage) {
          // One after the other: at the same time each would wait for the other's password check.
          for (const lane of stage.laneIds) {
            await recordSignIn(stage, lane, password);
            await recordRequest(stage, lane, ACT.first, "A request");
            await recordRequest(stage, lane, ACT.second, "The same request again");
          }
          for (let repeat = 0; repeat < REPEATS; repeat++)
            for (const lane of stage.laneIds) await recordAgain(stage, lane, password);
          stage.finish();
        },
      },
    ],
  };
}

function recordSignIn(stage: Stage, lane: string, password: string): Promise<void> {
  const mark = { act: ACT.signIn, label: "Sign in", lane, device: BROWSER };
  return stage.act(mark, async (detail) => {
    const { email } = await stage.world.owner();
    const shown = JSON.stringify({ email, password: HIDDEN });
    const headers = { "Content-Type": "application/json" };
    const line = `POST ${addressOf(stage, lane, "sign-in")}`;
    const answer = await stage.request(BROWSER, lane, "POST", "sign-in", { body: { email, password } });
    Object.assign(detail, exchangeOf({ line, headers, body: shown }, answer));
    detail.account = accountRow(stage.world.memory, stage.world.ownerId);
    detail.stored = rowsOf(stage.world.memory, String(answer.body.sessionId)).map((row) => ({ ...row }));
    detail.token = openedToken(answer.setCookie);
    return answer.status === 200;
  });
}

function recordRequest(stage: Stage, lane: string, act: string, label: string): Promise<void> {
  return stage.act({ act, label, lane, device: BROWSER }, async (detail) => {
    const headers = { Cookie: maskedCookies(stage.jar(BROWSER, lane).header()) };
    const line = `GET ${addressOf(stage, lane, "me")}`;
    const answer = await stage.request(BROWSER, lane, "GET", "me");
    Object.assign(detail, exchangeOf({ line, headers, body: null }, answer));
    return answer.status === 200;
  });
}

/** A new sign-in with cookies of its own, so that its first request is a first one, too. Only its times are kept. */
function recordAgain(stage: Stage, lane: string, password: string): Promise<void> {
  const jar = createJar(stage.world.clock);
  return stage.act({ act: ACT.again, label: "The same again", lane, device: BROWSER }, async (detail) => {
    const { email } = await stage.world.owner();
    const signIn = await stage.request(BROWSER, lane, "POST", "sign-in", { body: { email, password }, jar });
    const first = await stage.request(BROWSER, lane, "GET", "me", { jar });
    const second = await stage.request(BROWSER, lane, "GET", "me", { jar });
    const round: Round = { signIn: lookOf(signIn).steps, first: lookOf(first), second: lookOf(second) };
    Object.assign(detail, round);
    return [signIn, first, second].every(({ status }) => status === 200);
  });
}

const lookOf = ({ body: { gate, steps } }: HttpAnswer): Look => ({
  gate: stepsSchema.parse(gate),
  steps: stepsSchema.parse(steps),
});

const addressOf = ({ world }: Stage, lane: string, resource: string): string =>
  `${LIVE_PATH}${world.runId}/${lane}/${resource}`;

function exchangeOf(request: Exchange["request"], answer: HttpAnswer): JsonObject {
  const { status, setCookie, body } = answer;
  const { gate: _gate, steps: _steps, ...said } = body;
  const exchange: Exchange = {
    request,
    answer: { status, setCookie: setCookie.map(maskedLine), body: JSON.stringify(said, null, 2) },
    ...lookOf(answer),
  };
  return exchange;
}
