import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { z } from "zod";

// Cursors: where the next page of a list begins, as a text that only this app can make and read. Sealed, because a
// place in a list may be an address, and what stands in a link ends up in logs.

/** A list that comes in pages. */
export interface Listing<Position> {
  /** A cursor of one list is none of another. */
  name: string;
  /** Of what the cursor holds, as JSON. */
  position: z.ZodType<Position>;
}

export interface Page<Position> {
  /** At most so many. */
  limit: number;
  /** What comes after this one; left out: from the beginning. */
  after?: Position | undefined;
}

export interface Cursors {
  make<P>(listing: Listing<P>, position: P): string;
  /** Null for anything but what `make` gave for this list. */
  read<P>(listing: Listing<P>, text: string): P | null;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** `key`: 32 bytes. What it seals here is no use anywhere else, and the other way round (RFC 5869 §3.2). */
export function createCursors(key: Buffer): Cursors {
  const sealKey = Buffer.from(hkdfSync("sha256", key, "", "coatcheck list cursors", 32));
  return {
    make({ name, position: schema }, position) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", sealKey, iv).setAAD(Buffer.from(name));
      const text = JSON.stringify(schema.parse(position));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    read({ name, position: schema }, text) {
      const bytes = Buffer.from(text, "base64url");
      // One cursor has one spelling.
      if (bytes.length < IV_BYTES + TAG_BYTES || bytes.toString("base64url") !== text) return null;
      const [iv, tag] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
      const decipher = createDecipheriv("aes-256-gcm", sealKey, iv, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(name))
        .setAuthTag(tag);
      try {
        const opened = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8");
        const parsed = schema.safeParse(JSON.parse(opened + decipher.final("utf8")));
        return parsed.success ? parsed.data : null;
      } catch {
        return null;
      }
    },
  };
}
