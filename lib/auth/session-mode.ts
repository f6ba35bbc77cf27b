import { createMemory } from "./codecs/remember";
import type { Active, AuthMode, Clock, Guarantees, InactiveReason, VerifyOptions } from "./contract";
import { describeSession } from "./introspect";
import type {
  Atomically,
  FoundSession,
  SealedClaims,
  SessionRecord,
  SessionStore,
  TokenCodec,
} from "./parts";
import { absoluteEnd, touchIntervalSeconds } from "./policy";
import { newSessionId, newToken, sha256 } from "./random";
import { step } from "./trace";

// The cloakroom: the browser holds a ticket (a sealed random token), the store holds the coat (a row).
// The row decides, so ending it ends the sign-in on the next request.

export interface SessionModeOptions {
  codec: TokenCodec<SealedClaims>;
  store: SessionStore;
  atomically: Atomically;
  /** Sessions of another audience are refused, though they live in the same table. */
  audience: string;
  clock: Clock;
}

const IMMEDIATE: Guarantees = {
  revokeOne: "immediate",
  revokeAll: "immediate",
  staleClaims: "immediate",
  readsPerVerify: 1,
  detectsReuse: false,
};

export function createSessionMode(options: SessionModeOptions): AuthMode {
  const { codec, store, atomically, audience, clock } = options;
  const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000);

  const hashes = createMemory<Buffer>();
  /** Rows of sessions that allow it, with when they were read. Nobody tells it of a revocation: only time does. */
  const cache = createMemory<{ found: FoundSession; readAt: Date }>();

  const mode: AuthMode = {
    name: "session",
    guarantees: ({ session }) => guaranteesOf(session),

    async issue(principal, client, policy, { authenticatedAt, notAfter, alongside, trace } = {}) {
      const now = clock.now();
      const provenAt = authenticatedAt ?? now;
      const secret = await step(trace, "Make the session token", async () => newToken());
      const tokenHash = await step(trace, "Hash it", async () => sha256(secret));
      const session: SessionRecord = {
        id: newSessionId(),
        tokenHash,
        userId: principal.userId,
        audience,
        createdAt: now,
        authenticatedAt: provenAt,
        lastSeenAt: now,
        idleTimeoutSeconds: policy.session.idleTimeoutSeconds,
        cacheSeconds: policy.session.cacheSeconds,
        // From when the person proved who they are: no exchange of one credential for another extends it.
        expiresAt: absoluteEnd(provenAt, policy.session.absoluteTimeoutSeconds, notAfter),
        ip: client.ip,
        userAgent: client.userAgent,
      };
      // Sealed before the transaction begins: it may wait long for its thread.
      const { expiresAt } = session;
      const token = await step(trace, "Seal it", () => codec.encode({ token: secret, expiresAt }));
      return step(trace, "Write the row", () =>
        atomically(async () => {
          await store.insert(session);
          const credentials = { token, sessionId: session.id, issuedAt: now, expiresAt };
          await alongside?.(credentials);
          return credentials;
        }),
      );
    },

    async decode(token, options) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return decoded;
      return { ok: true, issuedAt: null, expiresAt: decoded.claims.expiresAt, sessionId: null };
    },

    async verify(token, options = {}) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return { active: false, reason: decoded.reason };

      const found = await find(hashOf(decoded.claims), options);
      if (!found) return { active: false, reason: "revoked" };

      const limitStep = options.trace?.begin("Check idle time and account");
      const reason = refusal(found, clock.now());
      limitStep?.(reason ?? "ok");
      if (reason) return { active: false, reason };
      if (!options.readOnly) await touch(found.session);
      return toActive(found);
    },

    async refresh(held) {
      if (!held.token) return { kind: "denied", reason: "missing" };
      const verification = await mode.verify(held.token);
      if (!verification.active) return { kind: "denied", reason: verification.reason };
      const { sessionId, issuedAt, expiresAt } = verification;
      return {
        kind: "refreshed",
        credentials: { token: held.token, sessionId, issuedAt, expiresAt },
        verification,
      };
    },

    async signInOf({ token }) {
      const decoded = token ? await codec.decode(token) : null;
      const found = decoded?.ok ? await store.find(hashOf(decoded.claims), clock.now()) : null;
      if (found?.session.audience !== audience) return null;
      return { userId: found.principal.userId, sessionId: found.session.id };
    },

    revoke: (userId, sessionId) => store.delete(userId, audience, sessionId),
    revokeAll: (userId, except) => store.deleteByUser(userId, audience, clock.now(), except),

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
      return describeSession(token, verification, found?.session ?? null, guaranteesOf(found?.session));
    },
  };
  return mode;

  /** The row, as read now or, where the session allows it, a moment ago. */
  async function find(tokenHash: Buffer, { trace }: VerifyOptions): Promise<FoundSession | null> {
    const now = clock.now();
    const key = tokenHash.toString("base64url");
    const cached = cache.get(key);
    // One that seems idle is read again: another instance may have seen its holder since.
    const fresh = cached && now < after(cached.readAt, cached.found.session.cacheSeconds);
    if (fresh && !isIdle(cached.found.session, now)) {
      trace?.begin("Find the session row")("remembered");
      return cached.found;
    }
    const step = trace?.begin("Find the session row");
    const found = await store.find(tokenHash, now);
    // The seal is ours and has not run out, so a row that is not there was taken away.
    step?.(found ? "ok" : "revoked", 1);
    if (found && found.session.cacheSeconds > 0) cache.set(key, { found, readAt: now });
    return found;
  }

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

  function toActive({ session, principal }: FoundSession): Active {
    return {
      active: true,
      principal: { ...principal },
      sessionId: session.id,
      issuedAt: session.createdAt,
      authenticatedAt: session.authenticatedAt,
      expiresAt: session.expiresAt,
      guarantees: guaranteesOf(session),
    };
  }

  async function touch(session: SessionRecord): Promise<void> {
    const now = clock.now();
    const { id, lastSeenAt, idleTimeoutSeconds } = session;
    if (now < after(lastSeenAt, touchIntervalSeconds(idleTimeoutSeconds))) return;
    await store.touch(id, now);
    // Where the row is remembered, so that it is not touched again at every check.
    session.lastSeenAt = now;
  }
}

/** A cached row makes everything late by as much, in every instance that has it, also in the one that revokes. */
function guaranteesOf(session?: { cacheSeconds: number }): Guarantees {
  if (!session?.cacheSeconds) return IMMEDIATE;
  const late = { withinSeconds: session.cacheSeconds };
  return { ...IMMEDIATE, revokeOne: late, revokeAll: late, staleClaims: late };
}
