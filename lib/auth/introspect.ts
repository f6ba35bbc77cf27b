import { parseJsonPart, splitCompact } from "./codecs/compact";
import type { Active, Guarantees, Inactive, JwtIntrospection, SessionIntrospection } from "./contract";
import type { SessionRecord } from "./parts";

// Describes a credential for people to look at. What these return may be shown, logged or sent to the
// browser's scripts: it never contains enough of the secret to be used.

const SHOWN = 6;

/** The sealed cookie with its ciphertext and seal masked, and the row behind it (never the token itself). */
export function describeSession(
  token: string,
  outcome: Outcome,
  session: SessionRecord | null,
  guarantees: Guarantees,
): SessionIntrospection {
  return {
    mode: "session",
    ...said(outcome),
    bytes: Buffer.byteLength(token),
    preview: mask(token, 16),
    row: session && { ...session, tokenHash: session.tokenHash.toString("hex") },
    guarantees,
  };
}

/**
 * The token's header and claims as anyone who holds it can read them, whether or not it is accepted, and
 * its parts with the signature masked. All null when it is not a compact JWS at all.
 */
export function describeJwt(token: string, outcome: Outcome, guarantees: Guarantees): JwtIntrospection {
  const parts = splitCompact(token);
  return {
    mode: "jwt",
    ...said(outcome),
    bytes: Buffer.byteLength(token),
    preview: parts ? `${parts[0]}.${parts[1]}.${mask(parts[2])}` : mask(token),
    parts: parts && { header: parts[0], payload: parts[1], signature: mask(parts[2]) },
    header: parts && parseJsonPart(parts[0]),
    claims: parts && parseJsonPart(parts[1]),
    guarantees,
  };
}

type Outcome = Pick<Active, "active"> | Inactive;

const said = (outcome: Outcome) =>
  outcome.active ? { active: true } : { active: false, reason: outcome.reason };

/** A secret for people to look at: a few characters at both ends; the number hidden stays visible. */
export function mask(value: string, shownAtStart = SHOWN): string {
  const hidden = value.length - shownAtStart - SHOWN;
  if (hidden < SHOWN) return "…";
  return `${value.slice(0, shownAtStart)}…${hidden} hidden…${value.slice(-SHOWN)}`;
}
