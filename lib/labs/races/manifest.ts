import "server-only";
import { z } from "zod";
import type { Plan } from "../engine/plan";
import { createJar, type Jar } from "../engine/stage/jar";
import type { Stage } from "../engine/stage/stage";
import { wholeNumber } from "../fields";
import { defineLab } from "../lab";
import { conclude, QUESTIONS } from "./conclude";
import { ACCESS_TTL_SECONDS, foreignRotations, RACE_LANES } from "./lanes";
import type { Round } from "./shared/count";

// The races: all tabs of one browser ask at the same instant, each with the same refresh token and with an access
// token whose time is over. Then each goes on with what it was given.

const params = z.object({
  requests: wholeNumber("Requests at once", "Each a tab of one browser, with the same refresh token.", {
    unit: "requests",
    min: 2,
    max: 50,
    default: 20,
  }),
  storeMs: wholeNumber(
    "Time to the other database",
    "Of one call, there and back. The naive and the forking way keep their tokens there.",
    { unit: "milliseconds", min: 0, max: 20, default: 2 },
  ),
});
type Params = z.infer<typeof params>;

export const races = defineLab({
  name: "races",
  title: "Races",
  question: "Many requests come with the same expired token. Is anybody signed out by mistake?",
  does: "All tabs of one browser send the same refresh token at once, to four ways of exchanging it. Then each goes on with what it was given.",
  predict: "What becomes of the tabs?",
  params,
  questions: QUESTIONS,
  plan,
  conclude,
});

const BROWSER = "browser";
const START_AT_MS = 500;
/** Far enough apart to be told apart in the picture. */
const BETWEEN_MS = 1300;
/** Much more than a calm machine needs; a run that has shown everything ends by itself. */
const secondsFor = (requests: number): number => 5 + Math.ceil(requests / 10);

function plan({ requests, storeMs }: Params): Plan {
  const tabs = new Map<string, Jar[]>();

  /** One lane after the other: the requests of one lane race each other. */
  async function round(stage: Stage, name: Round, label: string): Promise<void> {
    for (const lane of stage.laneIds)
      await stage.act({ act: name, label, lane, device: BROWSER }, async () => {
        const sent = (tabs.get(lane) ?? []).map((jar, index) => {
          const detail = { round: name, tab: index + 1 };
          return stage.request(BROWSER, lane, "GET", "me", { jar, detail });
        });
        await Promise.all(sent);
      });
  }

  async function race(stage: Stage): Promise<void> {
    await letExpire(stage);
    await round(stage, "race", `${requests} requests with the same refresh token`);
    if (!(await stage.stillRunningAfter(BETWEEN_MS))) return;
    await round(stage, "go-on", "Each tab goes on with what it was given");
    if (!(await stage.stillRunningAfter(BETWEEN_MS))) return;
    await letExpire(stage);
    await round(stage, "exchange-again", "Each tab exchanges what it was given");
    if (await stage.stillRunningAfter(START_AT_MS)) stage.finish();
  }

  return {
    lanes: RACE_LANES,
    devices: [{ id: BROWSER, label: `Your browser, ${requests} tabs` }],
    seconds: secondsFor(requests),
    probes: [],
    async prepare(stage) {
      await stage.signIn(BROWSER);
      for (const lane of stage.laneIds) tabs.set(lane, openTabs(stage, lane, requests));
    },
    schedule: [{ at: START_AT_MS, run: race }],
    decorate: foreignRotations(storeMs),
  };
}

/** The first tab has the browser's own jar, the others begin with a copy; each keeps what it is sent. */
function openTabs(stage: Stage, lane: string, count: number): Jar[] {
  const first = stage.jar(BROWSER, lane);
  const others = Array.from({ length: count - 1 }, () => {
    const jar = createJar(stage.world.clock);
    jar.copyFrom(first);
    return jar;
  });
  return [first, ...others];
}

/** The run's own clock is put forward, and the jars drop the access cookie as a browser would. */
function letExpire({ act, wind }: Stage): Promise<void> {
  const mark = { act: "expire", label: "Five minutes pass on the lab’s clock" };
  return act(mark, () => wind(ACCESS_TTL_SECONDS + 1));
}
