import "server-only";
import { hashPassword, verifyPassword } from "@/lib/auth/password";
import type { RecordedTrace } from "@/lib/auth/trace";
import { setCookies } from "../world/lab-cookies";
import type { World, WorldLane } from "../world/world";
import { type Admitted, clientOf, type Handed, type LiveRequest, type Outcome } from "./live-contract";

// The two resources of a run's world that check a password, with the work of the app's own. For the run's own
// requests only.

/** Signs in with the password of the run's account. The same work and answer for a wrong address. */
export async function signIn(
  world: World,
  lane: WorldLane,
  request: LiveRequest,
  trace: RecordedTrace,
): Promise<Outcome> {
  const { email, password } = request.body;
  const account = trace.begin("Find the account");
  const owner = await world.owner();
  const stored = email === owner.email ? (await world.passwordHash()) || null : null;
  account("ok", 1);
  const check = trace.begin("Check the password (Argon2id)");
  const matches = typeof password === "string" && (await verifyPassword(stored, password));
  check(matches ? "ok" : "unknown");
  if (!matches) return { status: 401, body: { error: "invalid_credentials" }, admitted: false };
  const issued = await lane.mode.issue(owner, clientOf(request), lane.spec.policy, { trace });
  return {
    status: 200,
    body: { sessionId: issued.sessionId, expiresAt: issued.expiresAt.toISOString() },
    admitted: true,
    setCookie: setCookies(lane.spec.mode, issued, world.clock.now()),
  };
}

/** The current password first; then every sign-in of the account ends, in every lane, and this one begins anew. */
export async function changePassword({ world, lane, request }: Admitted): Promise<Handed> {
  const { currentPassword, newPassword } = request.body;
  if (typeof currentPassword !== "string" || typeof newPassword !== "string" || newPassword.length < 8)
    return { status: 400, body: { error: "invalid_request" } };
  if (!(await verifyPassword((await world.passwordHash()) || null, currentPassword)))
    return { status: 403, body: { error: "invalid_credentials" } };
  const hash = await hashPassword(newPassword);
  const ended = await world.stores.atomically(async () => {
    await world.setPasswordHash(hash);
    return world.endAll();
  });
  const issued = await lane.mode.issue(await world.owner(), clientOf(request), lane.spec.policy);
  return { status: 200, body: { ended }, setCookie: setCookies(lane.spec.mode, issued, world.clock.now()) };
}
