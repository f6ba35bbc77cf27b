import type { Stage } from "../engine/stage/stage";

// Winds the lab's clock on without passing over anything: when a limit of a sign-in is over on the way, its device
// asks at once. Asked later, several limits may be over, and a server that keeps only one of them refuses all the
// same. Judges nothing.

export interface Passing {
  /** Notes the sign-ins there are. */
  begin(stage: Stage): Promise<void>;
  /** Whole seconds of the lab. */
  pass(stage: Stage, seconds: number): Promise<void>;
}

interface SignIn {
  lane: string;
  device: string;
  /** The first of its limits, as far as it has been used. */
  endsAt: number;
}

/** So long after a limit nobody can doubt that it is over. */
const PAST_IT_MS = 1000;

/** For one run. */
export function createPassing(devices: readonly string[]): Passing {
  /** Kept when the server lists a sign-in no more: its end is behind it then, and may not have been asked about. */
  const signIns = new Map<string, SignIn>();
  const askedAt = new Map<string, number>();

  async function look({ world, sessionIdOf }: Stage): Promise<void> {
    for (const [lane, { mode, spec }] of world.lanes) {
      const { idleSeconds, absoluteSeconds, credentialSeconds } = mode.limits(spec.policy);
      const lasts = Math.min(
        absoluteSeconds,
        spec.keepsRefreshToken === false ? credentialSeconds : Infinity,
      );
      for (const device of devices) {
        const found = await mode.find(world.ownerId, sessionIdOf(device, lane));
        if (!found) continue;
        const { createdAt, lastSeenAt } = found;
        const ends = [lastSeenAt.getTime() + idleSeconds * 1000, createdAt.getTime() + lasts * 1000];
        signIns.set(`${device} ${lane}`, { lane, device, endsAt: Math.min(...ends) });
      }
    }
  }

  /** Each end is asked about once. */
  const ahead = () => [...signIns].filter(([key, { endsAt }]) => askedAt.get(key) !== endsAt);

  async function askWhoIsOver(stage: Stage): Promise<void> {
    const now = stage.world.clock.now().getTime();
    const over = ahead().filter(([, { endsAt }]) => endsAt + PAST_IT_MS <= now);
    for (const [key, { endsAt }] of over) askedAt.set(key, endsAt);
    await Promise.all(over.map(([, { device, lane }]) => stage.request(device, lane, "GET", "me")));
  }

  return {
    begin: look,
    async pass(stage, seconds) {
      for (let left = seconds; left > 0; ) {
        await look(stage);
        const now = stage.world.clock.now().getTime();
        const waits = ahead().map(([, { endsAt }]) =>
          Math.max(0, Math.ceil((endsAt + PAST_IT_MS - now) / 1000)),
        );
        const step = Math.min(left, ...waits);
        await stage.wind(step);
        left -= step;
        await askWhoIsOver(stage);
      }
    },
  };
}
