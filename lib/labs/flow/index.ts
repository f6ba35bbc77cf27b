import "server-only";
import { z } from "zod";
import { hashPassword } from "@/lib/auth/password";
import { DEFAULT_POLICY, STRATEGY_NAMES } from "@/lib/auth/policy";
import { newToken } from "@/lib/auth/random";
import type { JsonObject } from "../contract";
import type { HttpAnswer } from "../engine/http-client";
import { LIVE_PATH } from "../engine/lab-server";
import type { Stage } from "../engine/stage";
import { defineLab, type Plan } from "../lab";
import { maskedCookies, maskedLine, openedToken } from "./masked";
import { ACT, type Exchange, stepsSchema } from "./recorded";
import { accountOf, rowsOf } from "./rows";

// The request's way: a sign-in with a password and two requests in each mode, recorded step by step, with what went
// over the wire and what was stored. The account has the reader's name and address, and a password made for the run.

const params = z.object({
  /** RS256 is left out: its key takes a long moment to make, and the whole server would wait for it. */
  alg: z.enum(["ES256", "EdDSA", "HS256"], "Please choose an algorithm.").default("ES256"),
  revocation: z.enum(STRATEGY_NAMES, "Please choose a strategy.").default("expiry-only"),
});
type Params = z.infer<typeof params>;

const BROWSER = "browser";
/** It ends by itself as soon as everything is recorded. */
const SECONDS = 15;
const HIDDEN = "••••••••";

export const flowLab = defineLab<Params>({
  name: "flow",
  params,
  questions: [],
  plan,
  // Nothing is measured against a promise: what was recorded is what there is to see.
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
          stage.finish();
        },
      },
    ],
  };
}

function recordSignIn(stage: Stage, lane: string, password: string): Promise<void> {
  const mark = { act: ACT.signIn, label: "Sign in", lane, device: BROWSER };
  return stage.act(mark, async (detail) => {
    const { email } = stage.world.owner();
    const shown = JSON.stringify({ email, password: HIDDEN });
    const headers = { "Content-Type": "application/json" };
    const line = `POST ${addressOf(stage, lane, "sign-in")}`;
    const answer = await stage.request(BROWSER, lane, "POST", "sign-in", { body: { email, password } });
    Object.assign(detail, exchangeOf({ line, headers, body: shown }, answer));
    detail.account = accountOf(stage.world);
    detail.stored = rowsOf(stage.world, String(answer.body.sessionId)).map((row) => ({ ...row }));
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

const addressOf = ({ world }: Stage, lane: string, resource: string): string =>
  `${LIVE_PATH}${world.runId}/${lane}/${resource}`;

function exchangeOf(request: Exchange["request"], { status, setCookie, body }: HttpAnswer): JsonObject {
  const { gate, steps, ...said } = body;
  const exchange: Exchange = {
    request,
    answer: { status, setCookie: setCookie.map(maskedLine), body: JSON.stringify(said, null, 2) },
    gate: stepsSchema.parse(gate),
    steps: stepsSchema.parse(steps),
  };
  return exchange;
}
