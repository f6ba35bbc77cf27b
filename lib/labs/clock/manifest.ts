import "server-only";
import { z } from "zod";
import { jwtPolicy, sessionPolicy } from "../common/policies";
import type { Conclusion, LaneSpec, Recording } from "../contract";
import type { Plan } from "../engine/plan";
import type { Stage } from "../engine/stage/stage";
import { choice, wholeNumber } from "../fields";
import { defineLab } from "../lab";
import { linesOf } from "./lines";
import { createPassing } from "./passing";
import {
  ALONE,
  actsByHand,
  close,
  DAY,
  HOUR,
  MINUTE,
  OVER,
  play,
  type ScenarioName,
  USED,
} from "./scenarios";
import type { ClockLine } from "./shared/line";

// The clock: idle, sliding and absolute limits and the lifetimes of tokens, on a clock that belongs to the run and is
// wound on, with one device that is used and one that is left alone.

const params = z.object({
  scenario: choice("What happens", "If you wind the clock yourself, you have two minutes.", {
    options: {
      "working-day": "A working day",
      lunch: "A morning with a break",
      weekend: "A weekend away",
      month: "Once a day, for a month",
      "by-hand": "I wind it myself",
    } satisfies Record<ScenarioName | "by-hand", string>,
    default: "working-day",
    missing: "what happens",
  }),
  pace: choice("Pace", "How fast you see it. In the lab’s own time nothing changes.", {
    options: { watch: "Slow enough to watch, 9 s", "at-once": "At once" },
    default: "watch",
    missing: "a pace",
  }),
  idleMinutes: wholeNumber("Session: idle limit", "It ends when it was not used for this long.", {
    unit: "minutes",
    min: 1,
    max: 1440,
    default: 30,
  }),
  absoluteHours: wholeNumber("Session: absolute limit", "It ends after this long, however much it is used.", {
    unit: "hours",
    min: 1,
    max: 168,
    default: 12,
  }),
  accessMinutes: wholeNumber("JWT: lifetime", "How long each access token is accepted.", {
    unit: "minutes",
    min: 1,
    max: 60,
    default: 15,
  }),
  refreshIdleDays: wholeNumber("Refresh: idle limit", "It ends when it was not exchanged for this long.", {
    unit: "days",
    min: 1,
    max: 30,
    default: 7,
  }),
  refreshAbsoluteDays: wholeNumber(
    "Refresh: absolute limit",
    "It ends after this long, however often it is exchanged.",
    {
      unit: "days",
      min: 1,
      max: 90,
      default: 30,
    },
  ),
});
type ClockParams = z.infer<typeof params>;
type Terms = Omit<ClockParams, "scenario" | "pace">;

const LANES = { session: "Database session", "jwt-alone": "JWT alone", "jwt-refresh": "JWT with refresh" };
const DEVICES = [
  { id: USED, label: "A device in use" },
  { id: ALONE, label: "A device left alone" },
];
/** An upper bound: a scenario ends by itself before. */
const SCENARIO_SECONDS = 40;
const BY_HAND_SECONDS = 120;
/** Time for the last answers. */
const CLOSE_MS = 1000;

export const clock = defineLab({
  name: "clock",
  title: "The clock",
  question: "When does a sign-in end by itself: unused, too old, or not renewed in time?",
  does: "Sign-ins live on a clock of their own, which can be wound forward. It is this lab’s clock alone.",
  predict: "What will still work?",
  params,
  questions: Object.entries(LANES).flatMap(([lane, label]) =>
    DEVICES.map((device) => ({
      id: `${lane}-${device.id}`,
      label: `${label}: ${device.label.toLowerCase()}`,
      options: [
        { value: "alive", label: "Is still signed in at the end" },
        { value: "idle", label: "Ends by the idle limit" },
        { value: "absolute", label: "Ends by the absolute limit" },
        { value: "expiry", label: "Ends with its token" },
      ],
    })),
  ),
  plan,
  conclude,
});

function clockLanes(terms: Terms): LaneSpec[] {
  const accessTtlSeconds = terms.accessMinutes * MINUTE;
  const refresh = {
    refreshIdleSeconds: terms.refreshIdleDays * DAY,
    refreshAbsoluteSeconds: terms.refreshAbsoluteDays * DAY,
  };
  const session = sessionPolicy({
    idleTimeoutSeconds: terms.idleMinutes * MINUTE,
    absoluteTimeoutSeconds: terms.absoluteHours * HOUR,
  });
  const jwt = jwtPolicy({ revocation: "expiry-only", accessTtlSeconds, ...refresh });
  // A browser drops its cookie at `Max-Age`. Here the cookie is still sent, so that it is the server that refuses.
  const keepsExpired = true;
  return [
    { id: "session", label: LANES.session, mode: "session", policy: session, keepsExpired },
    { ...jwtLane("jwt-alone", jwt), keepsRefreshToken: false },
    jwtLane("jwt-refresh", jwt),
  ];

  function jwtLane(id: "jwt-alone" | "jwt-refresh", policy: LaneSpec["policy"]): LaneSpec {
    return { id, label: LANES[id], mode: "jwt", policy, keepsExpired };
  }
}

function plan({ scenario, pace, ...terms }: ClockParams): Plan {
  const passing = createPassing(DEVICES.map(({ id }) => id));
  const common = {
    lanes: clockLanes(terms),
    devices: DEVICES,
    async prepare(stage: Stage) {
      for (const { id } of DEVICES) await stage.signIn(id);
    },
  };
  const begin = async (stage: Stage) => {
    await writeDownSignIns(stage);
    await passing.begin(stage);
  };
  if (scenario !== "by-hand")
    return {
      ...common,
      seconds: SCENARIO_SECONDS,
      probes: [],
      schedule: [
        {
          at: 0,
          async run(stage) {
            await begin(stage);
            await play(stage, passing, scenario, pace);
          },
        },
      ],
    };
  return {
    ...common,
    seconds: BY_HAND_SECONDS,
    probes: [{ device: USED, resource: "me", everyMs: 1000 }],
    schedule: [
      { at: 0, run: begin },
      { at: BY_HAND_SECONDS * 1000 - CLOSE_MS, run: close },
    ],
    acts: actsByHand(passing),
  };
}

/** When each sign-in began, by the lab's clock: all limits count from there. */
async function writeDownSignIns(stage: Stage): Promise<void> {
  const { world } = stage;
  for (const [lane, { mode }] of world.lanes) {
    for (const { id: device, label } of DEVICES) {
      const signIn = await mode.find(world.ownerId, stage.sessionIdOf(device, lane));
      if (!signIn) continue;
      const ago = world.clock.now().getTime() - signIn.createdAt.getTime();
      const mark = { act: "signed-in", label: "Signed in", lane, device };
      stage.note(mark, { who: label, issuedAt: Math.round(stage.now() - ago) });
    }
  }
}

function conclude(recording: Recording): Conclusion {
  const lines = linesOf(recording);
  // A run that was stopped early does not tell who would have been signed in at its end.
  const isOver = recording.facts.some((fact) => fact.kind === "mark" && fact.act === OVER);
  const answerOf = ({ asked, refusedAt, endedBy }: ClockLine) => {
    if (refusedAt !== null) return endedBy;
    return isOver && asked > 0 ? "alive" : null;
  };
  return {
    // Limits are no delays after an act. They have a table of their own.
    verdicts: [],
    answers: Object.fromEntries(lines.map((line) => [`${line.lane}-${line.device}`, answerOf(line)])),
    detail: { lines },
  };
}
