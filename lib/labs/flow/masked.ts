import { parseJsonPart, splitCompact } from "@/lib/auth/codecs/compact";
import { mask } from "@/lib/auth/introspect";
import type { RecordedSignIn } from "./recorded";

// Masks what went over the wire before it is shown and stored: what remains of a credential cannot be used.

/** The first characters of a sealed token. */
const SEAL_SHOWN = 16;

/** "name=value" with the value masked: of a JWT the signature, of anything else nearly all. */
export function maskedPair(pair: string): string {
  const split = pair.indexOf("=");
  const value = pair.slice(split + 1);
  const parts = splitCompact(value);
  const shown = parts
    ? `${parts[0]}.${parts[1]}.${mask(parts[2])}`
    : mask(value, value.length > 100 ? SEAL_SHOWN : undefined);
  return `${pair.slice(0, split)}=${shown}`;
}

/** A `Cookie` header. */
export const maskedCookies = (header: string): string => header.split("; ").map(maskedPair).join("; ");

/** A `Set-Cookie` line, its attributes as they are (RFC 6265bis §4.1). */
export function maskedLine(line: string): string {
  const [pair = "", ...attributes] = line.split("; ");
  return [maskedPair(pair), ...attributes].join("; ");
}

/** The first of these `Set-Cookie` lines that carries a JWT, opened as anybody can open it. */
export function openedToken(lines: readonly string[]): RecordedSignIn["token"] {
  for (const line of lines) {
    const [pair = ""] = line.split("; ");
    const parts = splitCompact(pair.slice(pair.indexOf("=") + 1));
    const header = parts && parseJsonPart(parts[0]);
    if (!parts || !header) continue;
    return {
      parts: { header: parts[0], payload: parts[1], signature: mask(parts[2]) },
      header: JSON.stringify(header, null, 2),
      claims: JSON.stringify(parseJsonPart(parts[1]), null, 2),
    };
  }
  return null;
}
