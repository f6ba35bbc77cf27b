import { createMemory } from "./codecs/remember";
import type {
  AuthMode,
  Clock,
  FoundSession,
  Guarantees,
  InactiveReason,
  SealedClaims,
  SessionRecord,
  SessionStore,
  TokenCodec,
} from "./contract";
import { describeSession } from "./introspect";
import { touchIntervalSeconds } from "./policy";
import { newSessionId, newToken, sha256 } from "./random";

// The cloakroom: the browser holds a ticket (a sealed random token), the store holds the coat (a row).
// The row decides, so ending it ends the sign-in on the next request.

export interface SessionModeOptions {
  codec: TokenCodec<SealedClaims>;
  store: SessionStore;
  /** Sessions of another audience are refused, though they live in the same table. */
  audience: string;
  clock: Clock;
}

const GUARANTEES: Guarantees = {
  revokeOne: "immediate",
  revokeAll: "immediate",
  staleClaims: "immediate",
  readsPerVerify: 1,
  detectsReuse: false,
};

export function createSessionMode({ codec, store, audience, clock }: SessionModeOptions): AuthMode {
  const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000);

  const hashes = createMemory<Buffer>();

  const mode: AuthMode = {
    name: "session",
    guarantees: GUARANTEES,

    async issue(principal, client, policy, authenticatedAt) {
      const now = clock.now();
      const provenAt = authenticatedAt ?? now;
      const secret = newToken();
      const session: SessionRecord = {
        id: newSessionId(),
        tokenHash: sha256(secret),
        userId: principal.userId,
        audience,
        createdAt: now,
        authenticatedAt: provenAt,
        lastSeenAt: now,
        idleTimeoutSeconds: policy.session.idleTimeoutSeconds,
        // From when the person proved who they are: no exchange of one credential for another extends it.
        expiresAt: after(provenAt, policy.session.absoluteTimeoutSeconds),
        ip: client.ip,
        userAgent: client.userAgent,
      };
      const [token] = await Promise.all([
        codec.encode({ token: secret, expiresAt: session.expiresAt }),
        store.insert(session),
      ]);
      return { token, sessionId: session.id, issuedAt: now, expiresAt: session.expiresAt };
    },

    async decode(token, options) {
      const decoded = await codec.decode(token, options);
      return decoded.ok ? { ok: true, expiresAt: decoded.claims.expiresAt, sessionId: null } : decoded;
    },

    async verify(token, options = {}) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return { active: false, reason: decoded.reason };

      const findStep = options.trace?.begin("Find the session row");
      const found = await store.find(hashOf(decoded.claims), clock.now());
      // The seal is ours and has not run out, so a row that is not there was taken away.
      findStep?.(found ? "ok" : "revoked", 1);
      if (!found) return { active: false, reason: "revoked" };

      const limitStep = options.trace?.begin("Check idle time and account");
      const reason = refusal(found, clock.now());
      limitStep?.(reason ?? "ok");
      if (reason) return { active: false, reason };

      const { session, principal } = found;
      if (!options.readOnly) await touch(session);
      return {
        active: true,
        principal,
        sessionId: session.id,
        issuedAt: session.createdAt,
        authenticatedAt: session.authenticatedAt,
        expiresAt: session.expiresAt,
      };
    },

    revoke: (sessionId) => store.delete(sessionId),
    revokeAll: (userId, except) => store.deleteByUser(userId, audience, except),

    async list(userId) {
      const sessions = await store.listByUser(userId, audience, clock.now());
      return sessions
        .filter((session) => !isIdle(session, clock.now()))
        .map(({ id, createdAt, lastSeenAt, expiresAt, ip, userAgent }) => {
          return { id, mode: "session", createdAt, lastSeenAt, expiresAt, ip, userAgent };
        });
    },

    async introspect(token) {
      const verification = await mode.verify(token, { readOnly: true });
      const decoded = await codec.decode(token);
      const found = decoded.ok ? await store.find(hashOf(decoded.claims), clock.now()) : null;
      return describeSession(token, verification, found?.session ?? null, GUARANTEES);
    },
  };
  return mode;

  /** A pure function of the token, so remembered like its seal: the same token is hashed once. */
  function hashOf({ token }: SealedClaims): Buffer {
    const remembered = hashes.get(token);
    if (remembered) return remembered;
    const hash = sha256(token);
    hashes.set(token, hash);
    return hash;
  }

  function refusal({ session, disabled }: FoundSession, now: Date): InactiveReason | null {
    if (session.audience !== audience) return "wrong_audience";
    if (disabled) return "user_disabled";
    return isIdle(session, now) ? "idle_timeout" : null;
  }

  /** OWASP ASVS 5.0 §7.3.1: a session nobody uses ends. */
  function isIdle({ lastSeenAt, idleTimeoutSeconds }: SessionRecord, now: Date): boolean {
    return now >= after(lastSeenAt, idleTimeoutSeconds);
  }

  async function touch({ id, lastSeenAt, idleTimeoutSeconds }: SessionRecord): Promise<void> {
    const now = clock.now();
    if (now >= after(lastSeenAt, touchIntervalSeconds(idleTimeoutSeconds))) await store.touch(id, now);
  }
}
