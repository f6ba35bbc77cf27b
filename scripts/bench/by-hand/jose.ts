// The reference for JWTs, written by hand with jose: signature, issuer, audience and expiry, and nothing is looked up.

import { randomBytes } from "node:crypto";
import { generateKeyPair, jwtVerify, SignJWT } from "jose";

const ISSUER = "https://by-hand.example";

/** Both handlers for one algorithm. */
export function byHand(alg: "HS256" | "ES256") {
  const secret = new Uint8Array(randomBytes(32));
  const keys =
    alg === "HS256" ? Promise.resolve({ privateKey: secret, publicKey: secret }) : generateKeyPair(alg);
  const expected = { issuer: ISSUER, audience: ISSUER, algorithms: [alg] };

  async function GET(request: Request): Promise<Response> {
    const token = /(?:^|; )by-hand=([\w.-]+)/.exec(request.headers.get("cookie") ?? "")?.[1] ?? "";
    const { publicKey } = await keys;
    const verified = await jwtVerify(token, publicKey, expected).catch(() => null);
    if (!verified) return Response.json({ error: "unauthenticated" }, { status: 401 });
    const { sub: id, email, name, role, iat = 0, exp = 0 } = verified.payload;
    const [issuedAt, expiresAt] = [new Date(iat * 1000), new Date(exp * 1000)];
    return Response.json({
      user: { id, email, name, role },
      auth: { mode: "jwt", alg, issuedAt, expiresAt },
    });
  }

  /** Signs in, without asking who: the way in is not what is measured. */
  async function POST(): Promise<Response> {
    const id = randomBytes(16).toString("base64url");
    const claims = { email: `${id}@example.com`, name: "Alice", role: "user", sid: id };
    const jwt = new SignJWT(claims).setProtectedHeader({ alg }).setSubject(id).setIssuer(ISSUER);
    const { privateKey } = await keys;
    const token = await jwt.setAudience(ISSUER).setIssuedAt().setExpirationTime("1h").sign(privateKey);
    return new Response(null, {
      status: 204,
      headers: { "set-cookie": `by-hand=${token}; Path=/; HttpOnly` },
    });
  }

  return { GET, POST };
}
