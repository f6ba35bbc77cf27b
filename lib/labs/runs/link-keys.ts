import "server-only";
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";

// The key in a run's open link: derived from the run, a salt that is stored with it, and a secret that is not stored.
// Who reads the database opens nothing with it; a run that loses its salt loses its link.

export interface RunLinks {
  /** 256 bits, base64url. The same for the same run and salt, so that its owner can be shown it again. */
  keyOf(runId: string, salt: string): string;
  /** Takes as long whatever is wrong. Never without a salt. */
  opens(runId: string, salt: string | null, key: string): boolean;
}

/** `key`: 32 bytes. What it makes here is no use anywhere else, and the other way round (RFC 5869 §3.2). */
export function createRunLinks(key: Buffer): RunLinks {
  const linkKey = Buffer.from(hkdfSync("sha256", key, "", "coatcheck run links", 32));
  const keyOf = (runId: string, salt: string) =>
    createHmac("sha256", linkKey)
      .update(JSON.stringify([runId, salt]))
      .digest("base64url");
  return {
    keyOf,
    opens(runId, salt, key) {
      const [right, given] = [Buffer.from(keyOf(runId, salt ?? "")), Buffer.from(key)];
      return right.length === given.length && timingSafeEqual(right, given) && salt !== null;
    },
  };
}
