import type {
  Active,
  AuthMode,
  ClientInfo,
  Credentials,
  Held,
  InactiveReason,
  PolicyOf,
  VerifyOptions,
} from "./contract";
import { renewAheadSeconds } from "./policy";

// Verify or refresh: the one way in. Who acts by these credentials, and which new ones have to go out. Knows no
// cookie and no request; whoever calls it carries the credentials there and back.

export interface AdmitOptions extends VerifyOptions {
  /** Asked only where a refresh token is exchanged. */
  client: () => ClientInfo;
  /** The terms the next credentials are issued on. */
  policyOf: PolicyOf;
  /**
   * May a refresh token be exchanged? Not where the new credentials could not be handed over, and not for a request
   * that only looks ahead.
   */
  mayRenew: boolean;
}

export interface Refused {
  kind: "refused";
  reason: InactiveReason;
  /** True when a refresh, too, was refused: nothing of these credentials will be accepted again. */
  final: boolean;
}

/** What a refresh token was exchanged for. The credentials have to reach the browser. */
export interface Renewed {
  kind: "renewed";
  verification: Active;
  credentials: Credentials;
}

export type Admission =
  /** `token` is what the browser holds from now on; `renewed`, unless null, has to reach it. */
  { kind: "admitted"; verification: Active; token: string; renewed: Credentials | null } | Refused;

/**
 * The authoritative answer: the token is verified with the store, and where a refresh may mend the refusal, the
 * refresh token is exchanged for the next credentials (RFC 6749 §6). Parallel requests all get the same next ones.
 * Throws `AuthError("store_unavailable")` when the store cannot be asked.
 */
export async function admit(mode: AuthMode, held: Held, options: AdmitOptions): Promise<Admission> {
  const { token } = held;
  const verification = token ? await mode.verify(token, options) : null;
  if (token && verification?.active) return { kind: "admitted", verification, token, renewed: null };
  const reason = verification?.active === false ? verification.reason : "missing";
  if (!options.mayRenew || !isMendable(held, reason)) return { kind: "refused", reason, final: false };
  const renewal = await renew(mode, held, options);
  if (renewal.kind === "refused") return renewal;
  const { credentials } = renewal;
  return {
    kind: "admitted",
    verification: renewal.verification,
    token: credentials.token,
    renewed: credentials,
  };
}

export type Glance =
  /** It may pass; whoever is behind this door asks the store. */
  | { kind: "plausible" }
  /** A refresh might mend it, but not now. */
  | { kind: "renewable" }
  | Renewed
  | Refused;

/**
 * The gate's half: decodes without a store, and exchanges the refresh token when the access token's time is over or
 * nearly over, so that the page behind it sees the next one. `inFull`: nobody behind the gate can mend a refusal
 * (a form that would be lost), so a token that looks good is verified as well. Throws as `admit` does.
 */
export async function glance(
  mode: AuthMode,
  held: Held,
  options: AdmitOptions & { now: Date; inFull: boolean },
): Promise<Glance> {
  const reason = await refusalAtGate(mode, held, options);
  if (!reason) return { kind: "plausible" };
  if (!isMendable(held, reason)) return { kind: "refused", reason, final: false };
  if (!options.mayRenew) return { kind: "renewable" };
  return renew(mode, held, options);
}

/**
 * The exchange alone, for who asks for it. A database session has nothing to exchange: a live one counts as seen and
 * is handed back as it is. Throws as `admit` does.
 */
export async function renew(
  mode: AuthMode,
  held: Held,
  { client, policyOf, trace }: Pick<AdmitOptions, "client" | "policyOf" | "trace">,
): Promise<Renewed | Refused> {
  const step = trace?.begin("Exchange the refresh token");
  const result = await mode.refresh(held, client(), policyOf);
  if (result.kind === "refreshed") {
    step?.("ok", 1);
    return { kind: "renewed", verification: result.verification, credentials: result.credentials };
  }
  const reason = result.kind === "reused" ? "revoked" : result.reason;
  step?.(reason, 1);
  // Without a refresh token nothing was decided, and the access token may be good.
  return { kind: "refused", reason, final: result.kind === "reused" || reason !== "missing" };
}

/**
 * Refusals that a refresh may mend: the access token's time is over, or something ended it that may have been
 * meant for another sign-in. The token family decides. A forged token is not mended.
 */
const MENDABLE: ReadonlySet<InactiveReason> = new Set(["missing", "expired", "revoked"]);

function isMendable(held: Held, reason: InactiveReason): boolean {
  return held.refreshToken !== null && MENDABLE.has(reason);
}

async function refusalAtGate(
  mode: AuthMode,
  { token, refreshToken }: Held,
  { now, inFull }: { now: Date; inFull: boolean },
): Promise<InactiveReason | null> {
  if (!token) return "missing";
  const decoded = await mode.decode(token);
  if (!decoded.ok) return decoded.reason;
  const { issuedAt, expiresAt } = decoded;
  if (refreshToken && issuedAt && isAboutToExpire(issuedAt, expiresAt, now)) return "expired";
  if (!inFull || !refreshToken) return null;
  const verification = await mode.verify(token, { readOnly: true });
  return verification.active ? null : verification.reason;
}

/** The way from the gate to the page takes a moment, in which a token must not expire. */
function isAboutToExpire(issuedAt: Date, expiresAt: Date, now: Date): boolean {
  const lifetimeSeconds = (expiresAt.getTime() - issuedAt.getTime()) / 1000;
  return now.getTime() >= expiresAt.getTime() - renewAheadSeconds(lifetimeSeconds) * 1000;
}
