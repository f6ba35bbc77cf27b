import { createMemory } from "./codecs/remember";
import type { Clock, Trace } from "./contract";
import type { FoundSession, SealedClaims, SessionRecord, SessionStore } from "./parts";
import { touchIntervalSeconds } from "./policy";
import { sha256 } from "./random";

// From the session token to its row: read now or, where the session allows it, remembered from a moment ago. What a
// row means for a sign-in is decided elsewhere.

export interface SessionRows {
  /** The row, as read now or, where the session allows it, a moment ago. */
  find(claims: SealedClaims, trace?: Trace): Promise<FoundSession | null>;
  /** The row, as it is now. */
  read(claims: SealedClaims): Promise<FoundSession | null>;
  /** Marks the session as used. */
  touch(session: SessionRecord, now: Date): Promise<void>;
}

export function createSessionRows(store: SessionStore, clock: Clock): SessionRows {
  const hashes = createMemory<Buffer>();
  /** Rows of sessions that allow it, with when they were read. A revocation does not reach it: entries only grow old. */
  const cache = createMemory<{ found: FoundSession; readAt: Date }>();

  function remembered(token: string, now: Date): FoundSession | null {
    const cached = cache.get(token);
    if (!cached || isPast(now, cached.readAt, cached.found.session.cacheSeconds)) return null;
    // One that seems idle is read again: another instance may have touched it since.
    return isIdle(cached.found.session, now) ? null : cached.found;
  }

  /** The same token is hashed once. */
  function hashOf({ token }: SealedClaims): Buffer {
    const remembered = hashes.get(token);
    if (remembered) return remembered;
    const hash = sha256(token);
    hashes.set(token, hash);
    return hash;
  }

  return {
    async find(claims, trace) {
      const now = clock.now();
      const rowStep = trace?.begin("Find the session row");
      const known = remembered(claims.token, now);
      if (known) {
        rowStep?.("remembered");
        return known;
      }
      const found = await store.find(hashOf(claims), now, claims.signIn);
      // The seal is ours and has not expired, so a missing row was deleted.
      rowStep?.(found ? "ok" : "revoked", 1);
      if (found && found.session.cacheSeconds > 0) cache.set(claims.token, { found, readAt: now });
      return found;
    },

    read: (claims) => store.find(hashOf(claims), clock.now(), claims.signIn),

    async touch(session, now) {
      await store.touch(session.id, now, session.userId);
      // A cached row keeps it, too, so that it is not touched again at every check.
      session.lastSeenAt = now;
    },
  };
}

/** Was it marked as used so long ago that it is time again? */
export function isTouchDue({ lastSeenAt, idleTimeoutSeconds }: SessionRecord, now: Date): boolean {
  return isPast(now, lastSeenAt, touchIntervalSeconds(idleTimeoutSeconds));
}

/** OWASP ASVS 5.0 §7.3.1: a session nobody uses ends. */
export function isIdle({ lastSeenAt, idleTimeoutSeconds }: SessionRecord, now: Date): boolean {
  return isPast(now, lastSeenAt, idleTimeoutSeconds);
}

const isPast = (now: Date, start: Date, seconds: number): boolean =>
  now.getTime() >= start.getTime() + seconds * 1000;
