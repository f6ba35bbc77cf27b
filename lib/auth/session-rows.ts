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
  /** Marks the session as used, unless that was done not long ago. */
  touch(session: SessionRecord): Promise<void>;
}

export function createSessionRows(store: SessionStore, clock: Clock): SessionRows {
  const hashes = createMemory<Buffer>();
  /** Rows of sessions that allow it, with when they were read. Nobody tells it of a revocation: only time does. */
  const cache = createMemory<{ found: FoundSession; readAt: Date }>();

  /** A pure function of the token, so remembered like its seal: the same token is hashed once. */
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
      const tokenHash = hashOf(claims);
      const key = tokenHash.toString("base64url");
      const cached = cache.get(key);
      // One that seems idle is read again: another instance may have seen its holder since.
      const fresh = cached && now < after(cached.readAt, cached.found.session.cacheSeconds);
      if (fresh && !isIdle(cached.found.session, now)) {
        trace?.begin("Find the session row")("remembered");
        return cached.found;
      }
      const rowStep = trace?.begin("Find the session row");
      const found = await store.find(tokenHash, now);
      // The seal is ours and has not run out, so a row that is not there was taken away.
      rowStep?.(found ? "ok" : "revoked", 1);
      if (found && found.session.cacheSeconds > 0) cache.set(key, { found, readAt: now });
      return found;
    },

    read: (claims) => store.find(hashOf(claims), clock.now()),

    async touch(session) {
      const now = clock.now();
      const { id, lastSeenAt, idleTimeoutSeconds } = session;
      if (now < after(lastSeenAt, touchIntervalSeconds(idleTimeoutSeconds))) return;
      await store.touch(id, now);
      // Where the row is remembered, so that it is not touched again at every check.
      session.lastSeenAt = now;
    },
  };
}

/** OWASP ASVS 5.0 §7.3.1: a session nobody uses ends. */
export function isIdle({ lastSeenAt, idleTimeoutSeconds }: SessionRecord, now: Date): boolean {
  return now >= after(lastSeenAt, idleTimeoutSeconds);
}

const after = (start: Date, seconds: number): Date => new Date(start.getTime() + seconds * 1000);
