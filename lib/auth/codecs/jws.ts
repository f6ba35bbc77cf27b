import { CompactSign } from "jose";
import { z } from "zod";
import type { Clock, InactiveReason, SessionId, SigningAlg, UserId, VerifyOptions } from "../contract";
import { AuthError } from "../errors";
import { ROLES, STRATEGY_NAMES } from "../names";
import type { AccessClaims, Decoded, TokenCodec } from "../parts";
import { FUTURE_IAT_LEEWAY_SECONDS } from "../policy";
import { MAX_TOKEN_LENGTH, parseJsonPart, splitCompact, verifyCompact } from "./compact";
import type { Keyring } from "./keyring";
import { createMemory } from "./remember";

// Access tokens: claims in, compact JWS out, and back (RFC 9068). NumericDate exists only in this file.

/** RFC 9068 §2.1: keeps an access token from passing for any other JWT of the same issuer. */
const TOKEN_TYPE = "at+jwt";

export interface AccessTokenCodecOptions {
  keyring: Keyring;
  /** `iss` of every token, and the only one accepted. */
  issuer: string;
  /** `aud` of every token, and the only one accepted (RFC 8725 §3.9). */
  audience: string;
  /** A token that claims to live longer is refused, whoever signed it. */
  maxLifetimeSeconds: number;
  clock: Clock;
}

const numericDate = z.int().nonnegative();
/** RFC 9068 §2.2 and ours. Unknown claims are ignored, wrong types are not. */
const payloadSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1),
  exp: numericDate,
  iat: numericDate,
  nbf: numericDate.optional(),
  jti: z.string().min(1),
  sid: z.string().min(1),
  auth_time: numericDate,
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  revocation: z.enum(STRATEGY_NAMES),
  ver: z.int().nonnegative().optional(),
});
type Payload = z.infer<typeof payloadSchema>;
interface Opened {
  kid: string;
  alg: SigningAlg;
  payload: Payload;
}

export interface AccessTokenCodec extends TokenCodec<AccessClaims> {
  /** The claims of a token of ours, whatever the time; null for any other. Says whose it is, not whether it counts. */
  genuine(token: string): Promise<AccessClaims | null>;
}

/**
 * The codec of one audience's access tokens. `decode` answers with the claims, or `malformed`,
 * `bad_signature`, `wrong_type`, `wrong_audience`, `not_yet_valid`, `expired`. The signature and the types
 * are remembered by the exact bytes; that the key is still there, issuer, audience and time are checked every
 * time. `encode` throws `AuthError("bad_configuration")` rather than sign what `decode` would refuse.
 */
export function createAccessTokenCodec(options: AccessTokenCodecOptions): AccessTokenCodec {
  const memory = createMemory<Opened>();

  async function encode(claims: AccessClaims): Promise<string> {
    const key = options.keyring.signingKey(claims.alg);
    const payload: Payload & { client_id: string } = {
      iss: options.issuer,
      aud: options.audience,
      client_id: options.issuer,
      sub: claims.sub,
      sid: claims.sid,
      jti: claims.jti,
      iat: toNumericDate(claims.iat),
      exp: toNumericDate(claims.exp),
      auth_time: toNumericDate(claims.authTime),
      email: claims.email,
      name: claims.name,
      role: claims.role,
      revocation: claims.revocation,
      ...(claims.ver !== undefined && { ver: claims.ver }),
    };
    const token = await new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: TOKEN_TYPE })
      .sign(key.signKey);
    // What `decode` refuses must not be handed out: its holder would be signed in and refused, again and again.
    if (token.length > MAX_TOKEN_LENGTH || payload.exp - payload.iat > options.maxLifetimeSeconds)
      throw new AuthError("bad_configuration", "The claims make a token that is too long or lives too long.");
    return token;
  }

  async function decode(token: string, { trace }: VerifyOptions = {}): Promise<Decoded<AccessClaims>> {
    const signatureStep = trace?.begin("Check form and signature");
    let opened = remembered(token);
    if (opened) signatureStep?.("remembered");
    else {
      const result = await open(token);
      if (!("payload" in result)) {
        signatureStep?.(result.reason);
        return { ok: false, reason: result.reason };
      }
      signatureStep?.("ok");
      opened = result;
      memory.set(token, opened);
    }
    const claimsStep = trace?.begin("Check issuer, audience and time");
    const reason = refusal(opened.payload);
    claimsStep?.(reason ?? "ok");
    return reason ? { ok: false, reason } : { ok: true, claims: toClaims(opened) };
  }

  async function genuine(token: string): Promise<AccessClaims | null> {
    const opened = remembered(token) ?? (await open(token));
    if (!("payload" in opened)) return null;
    const { iss, aud } = opened.payload;
    return iss === options.issuer && aud === options.audience ? toClaims(opened) : null;
  }

  /** A token that was remembered is refused once its key is retired. */
  function remembered(token: string): Opened | undefined {
    const opened = memory.get(token);
    return opened && options.keyring.find(opened.kid) ? opened : undefined;
  }

  /** What depends on the bytes alone. */
  async function open(token: string): Promise<Opened | { reason: InactiveReason }> {
    const verified = await verifyCompact(token, (header) => options.keyring.find(header.kid));
    if (!verified.ok) return verified;
    // RFC 9068 §4 and RFC 7515 §4.1.9: compared without regard to case, with or without "application/".
    const { typ } = verified.header;
    const type = typeof typ === "string" ? typ.toLowerCase() : "";
    if (type !== TOKEN_TYPE && type !== `application/${TOKEN_TYPE}`) return { reason: "wrong_type" };
    const key = options.keyring.find(verified.header.kid);
    const payload = payloadSchema.safeParse(parseJsonPart(splitCompact(token)?.[1] ?? ""));
    if (!key || !payload.success) return { reason: "malformed" };
    if (payload.data.exp - payload.data.iat > options.maxLifetimeSeconds) return { reason: "malformed" };
    return { kid: key.kid, alg: key.alg, payload: payload.data };
  }

  /** What depends on where and when. RFC 7519 §4.1.1, §4.1.3, §4.1.4, §4.1.5. */
  function refusal({ iss, aud, exp, iat, nbf, auth_time }: Payload): InactiveReason | null {
    const now = options.clock.now().getTime() / 1000;
    if (iss !== options.issuer || aud !== options.audience) return "wrong_audience";
    if (Math.max(iat, auth_time, nbf ?? 0) > now + FUTURE_IAT_LEEWAY_SECONDS) return "not_yet_valid";
    return now >= exp ? "expired" : null;
  }

  return { encode, decode, genuine };
}

const toNumericDate = (date: Date): number => Math.floor(date.getTime() / 1000);
const fromNumericDate = (seconds: number): Date => new Date(seconds * 1000);

function toClaims({ alg, payload }: Opened): AccessClaims {
  const claims: AccessClaims = {
    alg,
    sub: payload.sub as UserId,
    sid: payload.sid as SessionId,
    jti: payload.jti,
    iat: fromNumericDate(payload.iat),
    exp: fromNumericDate(payload.exp),
    authTime: fromNumericDate(payload.auth_time),
    email: payload.email,
    name: payload.name,
    role: payload.role,
    revocation: payload.revocation,
  };
  if (payload.ver !== undefined) claims.ver = payload.ver;
  return claims;
}
