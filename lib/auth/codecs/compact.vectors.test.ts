import { readFileSync } from "node:fs";
import type { JWK } from "jose";
import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { testJwk } from "../testing/kit";
import { type JwsVector, RFC7515 } from "../testing/rfc7515";
import { verifyCompact } from "./compact";
import { importVerificationKey } from "./keyring";

// Signatures made by others, good and bad, through our own entrance. JWS_VECTORS names a file of them:
// `[{ id, comment, jwk, token, expect }]`. The examples of RFC 7515 always run.

/** An empty payload: right as a JWS, never a JWT, so either answer will do. */
const EITHER = new Set(["WP-JWS-259"]);

async function accepts(jwk: JWK, token: string): Promise<boolean> {
  const key = await importVerificationKey(jwk).catch(() => undefined);
  return key !== undefined && (await verifyCompact(token, () => key)).ok;
}

/** A vector without a key is tried with one of each algorithm, one with several keys with each of them. */
async function answer({ jwk, token }: JwsVector): Promise<JwsVector["expect"]> {
  if (typeof token !== "string") return "reject";
  const keys = jwk === null ? SIGNING_ALGS.map(testJwk) : [jwk].flat();
  const answers = await Promise.all(keys.map((key) => accepts(key, token)));
  return answers.includes(true) ? "accept" : "reject";
}

async function differences(vectors: JwsVector[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const vector of vectors) {
    if (EITHER.has(vector.id)) continue;
    const got = await answer(vector);
    if (got !== vector.expect) wrong.push(`${vector.id} (${vector.comment}): ${got}, not ${vector.expect}`);
  }
  return wrong;
}

/** Changes that must turn each genuine example into one that is refused. */
function mutations({ token }: { token: string }, others: { token: string }[]): Record<string, string> {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const flip = (part: string, at: number) =>
    part.slice(0, at) + (part[at] === "A" ? "B" : "A") + part.slice(at + 1);
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const foreign = others.map(({ token: other }, index) => [
    `with the signature of another example ${index}`,
    [header, payload, other.split(".")[2]].join("."),
  ]);
  return {
    "with a changed header": [flip(header, 20), payload, signature].join("."),
    "with a changed payload": [header, flip(payload, 20), signature].join("."),
    "with a changed signature": [header, payload, flip(signature, 0)].join("."),
    "with a changed last byte": [header, payload, flip(signature, signature.length - 3)].join("."),
    "with a shorter signature": [header, payload, signature.slice(0, -4)].join("."),
    "with a longer signature": `${token}AAAA`,
    "without a signature": `${header}.${payload}.`,
    "without the last part": `${header}.${payload}`,
    "with a fourth part": `${token}.AAAA`,
    "with alg none": `${encode({ alg: "none" })}.${payload}.`,
    "with alg none and the signature": `${encode({ alg: "none" })}.${payload}.${signature}`,
    "with padding": `${token}=`,
    "with a space": `${token} `,
    "with a line break inside": token.replace(".", ".\n"),
    "in standard base64": token.replaceAll("-", "+").replaceAll("_", "/").replace(".", ".+"),
    "with the payload twice": [header, payload + payload, signature].join("."),
    ...Object.fromEntries(foreign),
  };
}

const mutated: JwsVector[] = RFC7515.flatMap((vector) => {
  const others = RFC7515.filter((other) => other !== vector);
  return Object.entries(mutations(vector, others)).map(([comment, token]) => {
    return { ...vector, token, comment: `${vector.comment} ${comment}`, expect: "reject" as const };
  });
});

describe("signatures made by others", () => {
  it("the examples of RFC 7515 are accepted under their key and refused under every other", async () => {
    expect(await differences(RFC7515)).toEqual([]);
    for (const { jwk, token } of RFC7515) {
      const others = RFC7515.filter((other) => other.jwk !== jwk).map((other) => other.jwk);
      for (const other of [...others, ...SIGNING_ALGS.map(testJwk)])
        expect(await accepts(other, token)).toBe(false);
    }
  });

  for (const vector of mutated) {
    it(`${vector.id} is refused: ${vector.comment}`, async () => {
      expect(await differences([vector])).toEqual([]);
    });
  }

  const file = process.env.JWS_VECTORS;
  if (file)
    it("every vector of the file named by JWS_VECTORS gets the answer it expects", async () => {
      const vectors: JwsVector[] = JSON.parse(readFileSync(file, "utf8"));
      const accepted = vectors.filter((vector) => vector.expect === "accept").length;
      expect(accepted).toBeGreaterThan(0);
      expect(await differences(vectors)).toEqual([]);
      console.log(`JWS_VECTORS: ${vectors.length} ran, ${accepted} to accept, 0 differences`);
    });
});
