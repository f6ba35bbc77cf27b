import { sealData, unsealData } from "iron-session";
import { z } from "zod";
import type { Clock, SessionId, UserId, VerifyOptions } from "../contract";
import { AuthError } from "../errors";
import type { Decoded, SealedClaims, TokenCodec } from "../parts";
import { createMemory } from "./remember";

// Opaque tokens inside a seal (encrypted and authenticated by iron-session), so that a forgery is refused
// without asking a store. The purpose is sealed in: what was sealed for one use never passes for another.

/** Key id (1, 2, …) → password of at least 32 characters. The highest id seals, all unseal, so passwords can rotate. */
export type SealPasswords = Readonly<Record<string, string>>;

export interface SealedCodecOptions {
  passwords: SealPasswords;
  /** What the sealed token is for. Bound inside the seal, where its holder cannot change it. */
  purpose: string;
  clock: Clock;
}

const MAX_SEAL_LENGTH = 4096;
/**
 * The whole form, to the last character: iron-session does not authenticate its `~2` suffix, takes seals
 * without it, and ignores the two spare bits of the last character of the MAC, which are zero in ours.
 */
const SEAL_FORM =
  /^Fe26\.2\*\w+\*[0-9a-f]{64}\*[\w-]{22}\*[\w-]+\*\d*\*[0-9a-f]{64}\*[\w-]{42}[AEIMQUYcgkosw048]~2$/;
/** How the value of a sealed token begins. */
export const SEAL_PREFIX = "Fe26.2*";

const contentSchema = z.object({
  purpose: z.string(),
  token: z.string().min(1),
  expiresAt: z.int(),
  signIn: z
    .tuple([z.string().transform((id) => id as UserId), z.string().transform((id) => id as SessionId)])
    .optional(),
});
type Content = z.infer<typeof contentSchema>;

/**
 * Seals opaque tokens for one purpose. `decode` answers with the token, or `malformed` (not a seal),
 * `bad_signature` (tampered, or sealed with a password we do not have), `wrong_audience` (sealed for
 * another purpose), `expired`.
 */
export function createSealedCodec(options: SealedCodecOptions): TokenCodec<SealedClaims> {
  checkPasswords(options.passwords);
  const password = { ...options.passwords };
  const memory = createMemory<Content>();

  async function encode({ token, expiresAt, signIn }: SealedClaims): Promise<string> {
    const content: Content = { purpose: options.purpose, token, expiresAt: expiresAt.getTime() };
    if (signIn) content.signIn = [signIn.userId, signIn.sessionId];
    // The expiry is inside, checked to the second by `decode`; iron's own outlives its time by a minute.
    return sealData(content, { password, ttl: 0 });
  }

  async function decode(seal: string, { trace }: VerifyOptions = {}): Promise<Decoded<SealedClaims>> {
    const unsealStep = trace?.begin("Unseal");
    const remembered = memory.get(seal);
    const opened = remembered ?? (await open(seal));
    unsealStep?.("reason" in opened ? opened.reason : remembered ? "remembered" : "ok");
    if ("reason" in opened) return { ok: false, reason: opened.reason };
    if (!remembered) memory.set(seal, opened);

    const limitStep = trace?.begin("Check purpose and time");
    const reason = refusal(opened);
    limitStep?.(reason ?? "ok");
    if (reason) return { ok: false, reason };
    return { ok: true, claims: toClaims(opened) };
  }

  /** iron-session answers a failed seal with `{}`, which is truthy: only what fits the schema counts. */
  async function open(seal: string): Promise<Content | { reason: "malformed" | "bad_signature" }> {
    if (seal.length > MAX_SEAL_LENGTH || !SEAL_FORM.test(seal)) return { reason: "malformed" };
    const unsealed = await unsealData(seal, { password, ttl: 0 }).catch(() => undefined);
    return contentSchema.safeParse(unsealed).data ?? { reason: "bad_signature" };
  }

  function refusal({ purpose, expiresAt }: Content): "wrong_audience" | "expired" | null {
    if (purpose !== options.purpose) return "wrong_audience";
    return options.clock.now().getTime() >= expiresAt ? "expired" : null;
  }

  return { encode, decode };
}

function toClaims({ token, expiresAt, signIn }: Content): SealedClaims {
  const claims = { token, expiresAt: new Date(expiresAt) };
  return signIn ? { ...claims, signIn: { userId: signIn[0], sessionId: signIn[1] } } : claims;
}

function checkPasswords(passwords: SealPasswords): void {
  const entries = Object.entries(passwords);
  if (entries.length === 0 || entries.some(([, password]) => password.length < 32))
    throw new AuthError("bad_configuration", "Seal passwords need at least 32 characters each.");
  // iron-session compares ids as numbers: with any other spelling it finds the wrong password, or none.
  if (entries.some(([id]) => !/^[1-9]\d{0,8}$/.test(id)))
    throw new AuthError("bad_configuration", "Seal password ids are whole numbers from 1.");
}
