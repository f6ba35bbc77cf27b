import "server-only";
import { admit, renew } from "@/lib/auth/admit";
import type { InactiveReason, SessionId } from "@/lib/auth/contract";
import { createTrace, type RecordedTrace } from "@/lib/auth/trace";
import { reportFailure } from "@/lib/errors/failures";
import type { JsonObject } from "../../contract";
import { clearCookies, heldIn, setCookies } from "../world/lab-cookies";
import type { World, WorldLane } from "../world/world";
import {
  type Admitted,
  clientOf,
  type Handed,
  type LiveAnswer,
  type LiveRequest,
  type Outcome,
  type Resource,
} from "./live-contract";
import { changePassword, signIn } from "./live-passwords";

// What the server of a lab answers: the real verifier of one lane in front of a few small resources. The guard does
// what the app's own does for route handlers, renewal included. Knows nothing of jars, probes or recordings.

/** The one resource with an id in its address. */
const WITH_ID = "DELETE devices";

const GUARDED: Readonly<Record<string, Resource>> = {
  "GET me": async (admitted) => ({ status: 200, body: described(admitted) }),
  "GET admin": async (admitted) => ({
    status: admitted.verification.principal.role === "admin" ? 200 : 403,
    body: described(admitted),
  }),
  async "GET devices"({ world, lane }) {
    const list = await lane.mode.list(world.ownerId);
    return { status: 200, body: { devices: list.map(({ id, userAgent }) => ({ id, userAgent })) } };
  },
  async [WITH_ID]({ world, lane }, id) {
    const ended = await lane.mode.revoke(world.ownerId, id as SessionId);
    return { status: ended ? 200 : 404, body: { ended } };
  },
  async "POST sign-out-everywhere"({ world, lane, verification, request }) {
    const except = request.body.exceptThis === true ? verification.sessionId : undefined;
    return { status: 200, body: { revoked: await lane.mode.revokeAll(world.ownerId, except) } };
  },
  "POST password": changePassword,
};

/** Null when there is no such lane or resource. Throws only for faults that are no outage of the store. */
export async function answerLive(world: World, request: LiveRequest): Promise<LiveAnswer | null> {
  const lane = world.lanes.get(request.lane);
  if (!lane) return null;
  const trace = createTrace();
  const [name = "", ...rest] = request.resource.split("/");
  const route = `${request.method} ${name}`;
  if (rest.length !== (route === WITH_ID ? 1 : 0)) return null;
  try {
    const outcome = await respond(world, lane, request, route, rest[0] ?? "", trace);
    return outcome && { setCookie: [], ...outcome, trace };
  } catch (error) {
    // While the store is down, nobody is let in and nobody is signed out.
    const { kind } = reportFailure(error);
    if (kind !== "unavailable" && kind !== "overloaded") throw error;
    return { status: 503, body: { error: "unavailable" }, setCookie: [], admitted: false, trace };
  }
}

async function respond(
  world: World,
  lane: WorldLane,
  request: LiveRequest,
  route: string,
  id: string,
  trace: RecordedTrace,
): Promise<Outcome | null> {
  if (route === "POST sign-in") return signIn(world, lane, request, trace);
  if (route === "POST sign-out") return signOut(lane, request);
  if (route === "POST refresh") return refresh(world, lane, request);
  const resource = GUARDED[route];
  return resource ? guarded(world, lane, request, trace, (admitted) => resource(admitted, id)) : null;
}

/** As the app's guard does: verify, and where a refresh token may mend what was refused, exchange it on the way. */
async function guarded(
  world: World,
  lane: WorldLane,
  request: LiveRequest,
  trace: RecordedTrace,
  work: (admitted: Admitted) => Promise<Handed>,
): Promise<Outcome> {
  const { mode } = lane.spec;
  const terms = { ...termsOf(lane, request), mayRenew: true, trace };
  const admission = await admit(lane.mode, heldIn(mode, request.cookie), terms);
  if (admission.kind === "refused") return refused(admission.reason);
  const { verification, renewed } = admission;
  const outcome = await work({ world, lane, request, verification });
  const cookies = renewed ? setCookies(mode, renewed, world.clock.now()) : [];
  return { ...outcome, admitted: true, setCookie: [...cookies, ...(outcome.setCookie ?? [])] };
}

async function signOut(lane: WorldLane, request: LiveRequest): Promise<Outcome> {
  const owner = await lane.mode.signInOf(heldIn(lane.spec.mode, request.cookie));
  const ended = owner !== null && (await lane.mode.revoke(owner.userId, owner.sessionId));
  return { status: 200, body: { ended }, admitted: owner !== null, setCookie: clearCookies(lane.spec.mode) };
}

async function refresh(world: World, lane: WorldLane, request: LiveRequest): Promise<Outcome> {
  const result = await renew(lane.mode, heldIn(lane.spec.mode, request.cookie), termsOf(lane, request));
  if (result.kind === "refused") return refused(result.reason);
  const { credentials } = result;
  return {
    status: 200,
    body: {
      active: true,
      role: result.verification.principal.role,
      expiresAt: credentials.expiresAt.toISOString(),
    },
    admitted: true,
    setCookie: setCookies(lane.spec.mode, credentials, world.clock.now()),
  };
}

const termsOf = (lane: WorldLane, request: LiveRequest) => ({
  client: () => clientOf(request),
  policyOf: () => lane.spec.policy,
});

const refused = (reason: InactiveReason): Outcome => ({
  status: 401,
  body: { active: false, reason },
  admitted: false,
});

function described({ verification }: Admitted): JsonObject {
  const { principal, sessionId, expiresAt } = verification;
  const { name, role } = principal;
  return { active: true, principal: { name, role }, sessionId, expiresAt: expiresAt.toISOString() };
}
