import "server-only";
import { z } from "zod";
import type { Conclusion, LaneSpec, Recording } from "../contract";
import type { Stage } from "../engine/stage";
import { defineLab, type Plan } from "../lab";
import { jwtPolicy, sessionPolicy } from "../lanes";
import { wholeNumber } from "../whole-number";
import type { ClockLine } from "./line.client";
import { linesOf } from "./lines";
import { createPassing } from "./passing";
import { ALONE, actsByHand, close, DAY, HOUR, MINUTE, OVER, play, SCENARIO_NAMES, USED } from "./scenarios";

// The clock: idle, sliding and absolute limits and the lifetimes of tokens, on a clock that belongs to the run and is
// wound on, with one device that is used and one that is left alone.

const params = z.object({
  scenario: z.enum([...SCENARIO_NAMES, "by-hand"], "Please choose what happens.").default("working-day"),
  pace: z.enum(["watch", "at-once"], "Please choose a pace.").default("watch"),
  idleMinutes: wholeNumber("minutes", 1, 1440, 30),
  absoluteHours: wholeNumber("hours", 1, 168, 12),
  accessMinutes: wholeNumber("minutes", 1, 60, 15),
  refreshIdleDays: wholeNumber("days", 1, 30, 7),
  refreshAbsoluteDays: wholeNumber("days", 1, 90, 30),
});
type ClockParams = z.infer<typeof params>;
type Terms = Omit<ClockParams, "scenario" | "pace">;

const LANES = { session: "Database session", "jwt-alone": "JWT alone", "jwt-refresh": "JWT with refresh" };
const DEVICES = [
  { id: USED, label: "A device in use" },
  { id: ALONE, label: "A device left alone" },
];
/** A scenario ends by itself, long before. */
const SCENARIO_SECONDS = 40;
const BY_HAND_SECONDS = 120;
/** Time for the last answers. */
const CLOSE_MS = 1000;

export const clockLab = defineLab<ClockParams>({
  name: "clock",
  params,
  questions: Object.entries(LANES).flatMap(([lane, label]) =>
    DEVICES.map((device) => ({
      id: `${lane}-${device.id}`,
      label: `${label}: ${device.label.toLowerCase()}`,
      options: [
        { value: "alive", label: "Is signed in to the end" },
        { value: "idle", label: "Ends unused" },
        { value: "absolute", label: "Ends too old" },
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
  // A browser drops its cookie at `Max-Age`, and a server without limits would look like one that has them.
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
  // Whoever stops a run early cannot say who would have been signed in to its end.
  const isOver = recording.facts.some((fact) => fact.kind === "mark" && fact.act === OVER);
  const answerOf = ({ asked, refusedAt, endedBy }: ClockLine) => {
    if (refusedAt !== null) return endedBy;
    return isOver && asked > 0 ? "alive" : null;
  };
  return {
    // Limits in lab time are no delays after an act: they have a table of their own.
    verdicts: [],
    answers: Object.fromEntries(lines.map((line) => [`${line.lane}-${line.device}`, answerOf(line)])),
    detail: { lines },
  };
}
