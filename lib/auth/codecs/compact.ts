import { type CompactJWSHeaderParameters, compactVerify } from "jose";
import type { InactiveReason } from "../contract";
import type { VerificationKey } from "./keyring";

// The entrance every compact JWS goes through: form first, then the key, then the signature. jose alone
// accepts padding, spare trailing bits, spaces and megabyte tokens, so the form is checked before it sees one.

/** RFC 6265 §6.1: a cookie holds 4096 bytes, so none of our tokens is longer. */
export const MAX_TOKEN_LENGTH = 4096;
const COMPACT_FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
/** Header members that change how a token is read or where its key comes from. We issue none of them. */
const REFUSED_HEADERS = ["crit", "b64", "zip", "enc", "jku", "jwk", "x5u", "x5c"];

export type CompactHeader = Record<string, unknown>;
type CompactOutcome =
  | { ok: true; header: CompactHeader; payload: Uint8Array }
  | { ok: false; reason: InactiveReason };

/**
 * Splits a compact JWS (RFC 7515 §7.1) into its three parts, or returns null unless the token is at most
 * 4096 characters of canonical base64url. Canonical: one sequence of bytes has exactly one spelling, so a
 * changed spelling can never walk around a list of known tokens.
 */
export function splitCompact(token: string): [header: string, payload: string, signature: string] | null {
  if (token.length > MAX_TOKEN_LENGTH || !COMPACT_FORM.test(token)) return null;
  const [header, payload, signature] = token.split(".");
  if (header === undefined || payload === undefined || signature === undefined) return null;
  const canonical = [header, payload, signature].every(
    (part) => Buffer.from(part, "base64url").toString("base64url") === part,
  );
  return canonical ? [header, payload, signature] : null;
}

/**
 * Parses one base64url part as a JSON object. Null for anything else, including invalid UTF-8, a byte order
 * mark (RFC 8259 §8.1) and JSON nested so deeply that parsing throws. Of duplicate members the last counts,
 * as in every JSON.parse (RFC 7515 §4): here, in jose and for the reader of `introspect` the same one.
 */
export function parseJsonPart(part: string): Record<string, unknown> | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      Buffer.from(part, "base64url"),
    );
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * Verifies a compact JWS with the key `selectKey` picks for its header. The key pins the algorithm
 * (RFC 8725 §3.1); nothing in the header is followed.
 *
 * Outcomes: the header and payload bytes; `malformed` for any wrong form; `bad_signature` for an unknown
 * key, another algorithm than the key's, or a signature that does not match. Never throws for a bad token.
 */
export async function verifyCompact(
  token: string,
  selectKey: (header: CompactHeader) => VerificationKey | undefined,
): Promise<CompactOutcome> {
  const parts = splitCompact(token);
  const header = parts && parseJsonPart(parts[0]);
  if (!header || REFUSED_HEADERS.some((name) => Object.hasOwn(header, name)))
    return { ok: false, reason: "malformed" };

  const key = selectKey(header);
  if (!key || header.alg !== key.alg) return { ok: false, reason: "bad_signature" };
  try {
    const verified = await compactVerify(token, key.verifyKey, { algorithms: [key.alg] });
    return { ok: true, header: pickHeader(verified.protectedHeader), payload: verified.payload };
  } catch {
    return { ok: false, reason: "bad_signature" };
  }
}

const pickHeader = ({ alg, kid, typ }: CompactJWSHeaderParameters): CompactHeader => ({ alg, kid, typ });

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
