import type { RefreshEvent } from "@/lib/auth/parts";
import { REFRESH_GRACE_SECONDS } from "@/lib/auth/policy";
import type { RecordedLane } from "../../contract";
import { LAB_COOKIES } from "./lab-cookies";
import type { World } from "./world";

// How a recording describes the lanes of its world, and what the auth core reports while the run goes on.

/** The lanes of a world as a recording begins with them. */
export function lanesOf(world: World): RecordedLane[] {
  return [...world.lanes.values()].map(({ spec, mode }) => {
    const { id, label, policy, graceSeconds = REFRESH_GRACE_SECONDS } = spec;
    const exchanged = LAB_COOKIES[spec.mode].refresh !== null;
    return {
      id,
      label,
      mode: spec.mode,
      policy,
      guarantees: mode.guarantees(policy),
      graceSeconds,
      strategy: mode.limits(policy).strategy,
      refreshes: exchanged && spec.keepsRefreshToken !== false,
      cookieBytes: 0,
    };
  });
}

/** What the core reports of itself, as a mark of the lane. */
export function journalMark(lane: string, event: RefreshEvent, at: number) {
  const { sessionId, userAgent } = event;
  const common = { lane, device: null, at, end: at, ok: true };
  if (event.kind === "refreshed")
    return {
      ...common,
      act: "journal-refreshed",
      label: "Refresh token exchanged",
      detail: { sessionId, userAgent, repeated: event.repeated },
    };
  return {
    ...common,
    act: "journal-reused",
    label: "Reuse noticed: the token family is revoked",
    detail: { sessionId, userAgent, firstUseBy: event.firstUse.userAgent },
  };
}
