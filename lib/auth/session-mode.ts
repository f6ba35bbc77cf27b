import type {
  Active,
  AuthMode,
  Clock,
  Guarantees,
  Inactive,
  InactiveReason,
  SessionIntrospection,
  SignIn,
} from "./contract";
import { describeSession } from "./introspect";
import type {
  Atomically,
  FoundSession,
  SealedClaims,
  SessionRecord,
  SessionStore,
  TokenCodec,
} from "./parts";
import { absoluteEnd, BOUNDS } from "./policy";
import { newSessionId, newToken, sha256 } from "./random";
import { createSessionRows, isIdle, isTouchDue } from "./session-rows";
import { step } from "./trace";

// Database sessions: the browser holds a sealed random token, the store a row for it. Every check reads the row, so
// deleting it ends the sign-in on the next request.

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
  const rows = createSessionRows(store, clock);

  const mode: AuthMode = {
    name: "session",
    guarantees: ({ session }) => guaranteesOf(session),
    limits: ({ session }) => ({
      credentialSeconds: session.absoluteTimeoutSeconds,
      idleSeconds: session.idleTimeoutSeconds,
      absoluteSeconds: session.absoluteTimeoutSeconds,
      ceilingSeconds: BOUNDS.cacheSeconds.max,
      strategy: null,
    }),

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
      await step(trace, "Write the row", () =>
        atomically(async () => {
          await store.insert(session);
          await alongside?.(session.id);
        }),
      );
      // After the transaction, which nobody should wait for: sealing may queue for a thread.
      const { expiresAt } = session;
      const signIn = { userId: principal.userId, sessionId: session.id };
      const token = await step(trace, "Seal it", () => codec.encode({ token: secret, expiresAt, signIn }));
      return { token, sessionId: session.id, issuedAt: now, expiresAt };
    },

    async decode(token, options) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return decoded;
      return { ok: true, issuedAt: null, expiresAt: decoded.claims.expiresAt, sessionId: null };
    },

    async verify(token, options = {}) {
      const decoded = await codec.decode(token, options);
      if (!decoded.ok) return { active: false, reason: decoded.reason };

      const found = await rows.find(decoded.claims, options.trace);
      if (!found) return { active: false, reason: "revoked" };

      const limitStep = options.trace?.begin("Check idle time and account");
      const now = clock.now();
      const reason = refusal(found, now);
      limitStep?.(reason ?? "ok");
      if (reason) return { active: false, reason };
      if (!options.readOnly && isTouchDue(found.session, now)) await rows.touch(found.session, now);
      const active = toActive(found);
      if (!options.describe) return active;
      return { ...active, introspection: await described(token, active, decoded.claims, found) };
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
      if (!decoded?.ok) return null;
      // A seal from before it carried the name: its row knows.
      const session = decoded.claims.signIn ? null : (await rows.read(decoded.claims))?.session;
      if (session?.audience === audience) return { userId: session.userId, sessionId: session.id };
      return decoded.claims.signIn ?? null;
    },

    revoke: (userId, sessionId) => store.delete(userId, audience, sessionId),
    revokeAll: (userId, except) => store.deleteByUser(userId, audience, clock.now(), except),

    async find(userId, sessionId) {
      const session = await store.findById(userId, audience, sessionId, clock.now());
      return session && toSignIn(session);
    },
    async list(userId, page) {
      const sessions = await store.listByUser(userId, audience, clock.now(), page);
      return sessions.map(toSignIn);
    },
    tally: (userId, except) => store.tallyByUser(userId, audience, clock.now(), except),

    async introspect(token) {
      const decoded = await codec.decode(token);
      if (!decoded.ok)
        return describeSession(token, { active: false, reason: decoded.reason }, null, IMMEDIATE);
      const found = await rows.find(decoded.claims);
      const reason = found ? refusal(found, clock.now()) : "revoked";
      return described(token, reason ? { active: false, reason } : { active: true }, decoded.claims, found);
    },
  };
  return mode;

  /** A row that was remembered may be another one by now, so it is read for those who want to see it. */
  async function described(
    token: string,
    outcome: Pick<Active, "active"> | Inactive,
    claims: SealedClaims,
    found: FoundSession | null,
  ): Promise<SessionIntrospection> {
    const row = found?.session.cacheSeconds ? await rows.read(claims) : found;
    return describeSession(token, outcome, row?.session ?? null, guaranteesOf(row?.session));
  }

  function refusal({ session, disabled }: FoundSession, now: Date): InactiveReason | null {
    if (session.audience !== audience) return "wrong_audience";
    if (disabled) return "user_disabled";
    return isIdle(session, now) ? "idle_timeout" : null;
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
}

function toSignIn(record: SessionRecord): SignIn {
  const { id, createdAt, lastSeenAt, expiresAt, idleTimeoutSeconds, ip, userAgent } = record;
  return { id, mode: "session", createdAt, lastSeenAt, expiresAt, idleTimeoutSeconds, ip, userAgent };
}

/** Where rows may be cached, every change shows that much later, also in the instance that made it. */
function guaranteesOf(session?: { cacheSeconds: number }): Guarantees {
  if (!session?.cacheSeconds) return IMMEDIATE;
  const late = { withinSeconds: session.cacheSeconds };
  return { ...IMMEDIATE, revokeOne: late, revokeAll: late, staleClaims: late };
}
