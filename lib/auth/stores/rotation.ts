import type { FirstUse, FoundFamily, Rotation, RotationRequest } from "../parts";

// What happens to a presented refresh token, decided from the rows alone. Every store asks this within its transaction,
// so all of them decide alike (RFC 9700 §4.14.2).

/** The presented token, its family and the owner as they are now. */
export interface PresentedToken extends FoundFamily {
  createdAt: Date;
  firstUse: FirstUse | null;
}

/**
 * "rotated": exchange it, or (`repeated`) hand out the successor it already has. "reused": revoke the family.
 * "denied": leave everything as it is. `successor` is the token's, null when it has none.
 */
export function judge(
  request: RotationRequest,
  token: PresentedToken | null,
  successor: { firstUse: FirstUse | null } | null,
): Rotation {
  if (!token) return { kind: "denied", reason: "unknown" };
  const { family, principal, disabled, firstUse } = token;
  const { now } = request;
  if (family.audience !== request.audience) return { kind: "denied", reason: "wrong_audience" };
  if (family.revokedAt) return { kind: "denied", reason: "revoked" };
  if (disabled) return { kind: "denied", reason: "user_disabled" };
  if (now >= family.expiresAt) return { kind: "denied", reason: "expired" };
  if (!firstUse) {
    const idleEnd = token.createdAt.getTime() + family.idleTimeoutSeconds * 1000;
    if (now.getTime() >= idleEnd) return { kind: "denied", reason: "idle_timeout" };
    return { kind: "rotated", repeated: false, family: { ...family, lastSeenAt: now }, principal, disabled };
  }
  const graceEnd = firstUse.at.getTime() + request.graceSeconds * 1000;
  const isWaiting = successor !== null && successor.firstUse === null;
  if (isWaiting && now.getTime() < graceEnd) {
    // The successor was made at the first use; its idle time counts from then.
    const idleEnd = firstUse.at.getTime() + family.idleTimeoutSeconds * 1000;
    if (now.getTime() >= idleEnd) return { kind: "denied", reason: "idle_timeout" };
    return { kind: "rotated", repeated: true, family, principal, disabled };
  }
  return { kind: "reused", userId: family.userId, familyId: family.id, firstUse };
}
