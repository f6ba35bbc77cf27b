import "server-only";
import { z } from "zod";
import type { Conclusion, LaneSpec, Recording } from "../contract";
import type { Stage } from "../engine/stage";
import { defineLab, type Plan } from "../lab";
import { jwtPolicy, sessionPolicy } from "../lanes";
import { linesOf } from "./lines";
import { ALONE, actsByHand, DAY, HOUR, MINUTE, play, SCENARIO_NAMES, USED } from "./scenarios";

// The clock: idle, sliding and absolute limits and the lifetimes of tokens, on a clock that belongs to the run and is
// wound on, with one device that is used and one that is left alone.

const whole = (unit: string, min: number, max: number, fallback: number) =>
  z.coerce
    .number(`Please enter whole ${unit}.`)
    .int(`Please enter whole ${unit}.`)
    .min(min, `At least ${min} ${unit}.`)
    .max(max, `At most ${max} ${unit}.`)
    .default(fallback);

const params = z.object({
  scenario: z.enum([...SCENARIO_NAMES, "by-hand"], "Please choose what happens.").default("working-day"),
  pace: z.enum(["watch", "at-once"], "Please choose a pace.").default("watch"),
  idleMinutes: whole("minutes", 1, 1440, 30),
  absoluteHours: whole("hours", 1, 168, 12),
  accessMinutes: whole("minutes", 1, 60, 15),
  refreshIdleDays: whole("days", 1, 30, 7),
  refreshAbsoluteDays: whole("days", 1, 90, 30),
});
type ClockParams = z.infer<typeof params>;

const LANES = { session: "Database session", "jwt-alone": "JWT alone", "jwt-refresh": "JWT with refresh" };
const DEVICES = [
  { id: USED, label: "A device in use" },
  { id: ALONE, label: "A device left alone" },
];
/** A scenario ends by itself, long before. */
const SCENARIO_SECONDS = 40;
const BY_HAND_SECONDS = 120;

export const clockLab = defineLab<ClockParams>({
  name: "clock",
  title: "The clock",
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

function clockLanes(terms: ClockParams): LaneSpec[] {
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
  return [
    { id: "session", label: LANES.session, mode: "session", policy: session },
    { id: "jwt-alone", label: LANES["jwt-alone"], mode: "jwt", policy: jwt, keepsRefreshToken: false },
    { id: "jwt-refresh", label: LANES["jwt-refresh"], mode: "jwt", policy: jwt },
  ];
}

function plan(terms: ClockParams): Plan {
  const { scenario, pace } = terms;
  const byHand = scenario === "by-hand";
  return {
    lanes: clockLanes(terms),
    devices: DEVICES,
    seconds: byHand ? BY_HAND_SECONDS : SCENARIO_SECONDS,
    probes: byHand ? [{ device: USED, resource: "me", everyMs: 1000 }] : [],
    async prepare(stage) {
      for (const { id } of DEVICES) await stage.signIn(id);
    },
    schedule: [
      {
        at: 0,
        async run(stage) {
          await writeDownSignIns(stage);
          if (!byHand) await play(stage, scenario, pace);
        },
      },
    ],
    ...(byHand ? { acts: actsByHand() } : {}),
  };
}

/** When each sign-in began, by the lab's clock: all limits count from there. */
async function writeDownSignIns(stage: Stage): Promise<void> {
  const { world } = stage;
  for (const [lane, { mode }] of world.lanes) {
    const listed = await mode.list(world.ownerId);
    for (const { id: device, label } of DEVICES) {
      const signIn = listed.find(({ id }) => id === stage.sessionIdOf(device, lane));
      if (!signIn) continue;
      const ago = world.clock.now().getTime() - signIn.createdAt.getTime();
      const mark = { act: "signed-in", label: "Signed in", lane, device };
      stage.note(mark, { who: label, issuedAt: Math.round(stage.now() - ago) });
    }
  }
}

function conclude(recording: Recording): Conclusion {
  const lines = linesOf(recording);
  return {
    // Limits in lab time are no delays after an act: they have a table of their own.
    verdicts: [],
    answers: Object.fromEntries(
      lines.map((line) => [
        `${line.lane}-${line.device}`,
        line.refusedAt !== null ? line.end.by : line.asked > 0 ? "alive" : null,
      ]),
    ),
    detail: { lines },
  };
}
