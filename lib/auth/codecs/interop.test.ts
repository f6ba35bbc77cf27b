import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JWK } from "jose";
import { afterAll, describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../names";
import { createClaims, encodePart, forge } from "../testing/forge";
import { AUDIENCE, createJwk, createTestClock, ISSUER, testJwk, testKeyring } from "../testing/kit";
import { createAccessTokenCodec } from "./jws";

// Our tokens and our key set, read by programs that share no code with us: PyJWT (Debian's python3-jwt) and
// José (Debian's jose). Where one is not installed, its tests are not there and a line on stderr says so.

interface Reader {
  name: string;
  package: string;
  /** The algorithms it knows; null when it is not installed. Throws when it is installed and broken. */
  algs(): string[] | null;
  /** The payload of each token, or null where it refuses the token. Only keys of the set count. */
  read(tokens: string[], keys: JWK[]): (unknown | null)[];
}

const folder = mkdtempSync(path.join(tmpdir(), "interop-"));
afterAll(() => rmSync(folder, { recursive: true }));

const PYTHON = `
import json, sys
try:
    import jwt
except ModuleNotFoundError:
    print("null"); sys.exit()
task = json.load(sys.stdin)
if task is None:
    print(json.dumps(jwt.PyJWS().get_algorithms())); sys.exit()
keys = {key["kid"]: (jwt.PyJWK(key).key, key["alg"]) for key in task["keys"]}
def read(token):
    try:
        key, alg = keys[jwt.get_unverified_header(token)["kid"]]
        return jwt.decode(token, key, algorithms=[alg], audience=task["audience"],
            issuer=task["issuer"], options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"]})
    except (jwt.PyJWTError, KeyError):
        return None
print(json.dumps([read(token) for token in task["tokens"]]))
`;

function python(task: unknown): unknown {
  // The system's own first: the package belongs to it, and another python3 may stand before it.
  for (const command of ["/usr/bin/python3", "python3"]) {
    const ran = spawnSync(command, ["-c", PYTHON], { input: JSON.stringify(task), encoding: "utf8" });
    if (ran.error && "code" in ran.error && ran.error.code === "ENOENT") continue;
    if (ran.status !== 0) throw new Error(`${command} failed: ${ran.stderr}`);
    const answer: unknown = JSON.parse(ran.stdout);
    if (answer !== null) return answer;
  }
  return null;
}

const pyjwt: Reader = {
  name: "PyJWT",
  package: "python3-jwt",
  algs: () => strings(python(null)),
  read(tokens, keys) {
    const answer = python({ tokens, keys, issuer: ISSUER, audience: AUDIENCE });
    if (!Array.isArray(answer)) throw new Error("PyJWT answered something else.");
    return answer;
  },
};

/** The command, not the npm package of that name. */
const JOSE = "jose";

const jose: Reader = {
  name: "José",
  package: "jose",
  algs() {
    const ran = spawnSync(JOSE, ["alg"], { encoding: "utf8" });
    if (ran.error && "code" in ran.error && ran.error.code === "ENOENT") return null;
    if (ran.status !== 0) throw new Error(`jose alg failed: ${ran.stderr}`);
    return ran.stdout.split(/\s+/).filter(Boolean);
  },
  read(tokens, keys) {
    const [keyFile, tokenFile] = [path.join(folder, "keys.json"), path.join(folder, "token.jws")];
    writeFileSync(keyFile, JSON.stringify({ keys }));
    return tokens.map((token) => {
      writeFileSync(tokenFile, token);
      const flags = ["jws", "ver", "-i", tokenFile, "-k", keyFile, "-O", "-"];
      const ran = spawnSync(JOSE, flags, { encoding: "utf8" });
      return ran.status === 0 ? JSON.parse(ran.stdout) : null;
    });
  },
};

const READERS = [pyjwt, jose].map((reader) => ({ ...reader, known: reader.algs() }));

it("the independent implementations that are installed work, and the others are named", () => {
  for (const { name, package: debian, known } of READERS) {
    const unknown = SIGNING_ALGS.filter((alg) => !known?.includes(alg));
    if (!known) console.warn(`NOT CHECKED with ${name}: it is not installed (apt-get install ${debian}).`);
    else if (unknown.length > 0)
      console.warn(`NOT CHECKED with ${name}, which has no ${unknown.join(", ")}.`);
    if (known) expect(known, name).toContain("HS256");
  }
});

for (const { name, known, read } of READERS) {
  const algs = SIGNING_ALGS.filter((alg) => known?.includes(alg));
  if (algs.length === 0) continue;
  describe.each(algs)(`${name} reads a %s token`, (alg) => {
    // HMAC keys are in no key set: who checks such a token was handed the secret.
    const secrets = alg === "HS256" ? [{ ...testJwk(alg), use: "sig" }] : [];
    const setup = async () => {
      const [keyring, clock] = [await testKeyring(), createTestClock(Date.now())];
      const binding = { issuer: ISSUER, audience: AUDIENCE, maxLifetimeSeconds: 3600 };
      const claims = createClaims(alg, clock.now());
      const token = await createAccessTokenCodec({ keyring, clock, ...binding }).encode(claims);
      const published = keyring.publicJwks().keys.filter((key) => known?.includes(key.alg ?? ""));
      const [header = "", payload = "", signature = ""] = token.split(".");
      return { token, claims, header, payload, signature, keys: [...published, ...secrets] };
    };

    it("with the published keys, as it was signed", async () => {
      const { token, claims, keys } = await setup();
      expect(read([token], keys)).toEqual([
        expect.objectContaining({
          iss: ISSUER,
          aud: AUDIENCE,
          sub: claims.sub,
          jti: claims.jti,
          role: "user",
        }),
      ]);
    });

    it("and refuses it changed, under another key or without its key", async () => {
      const { token, header, payload, signature, keys } = await setup();
      const content: object = JSON.parse(Buffer.from(payload, "base64url").toString());
      const raised = encodePart({ ...content, role: "admin" });
      const stranger = createJwk(alg, `key-of-${alg}`);
      const swapped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
      const tampered = [
        `${header}.${raised}.${signature}`,
        `${header}.${payload}.${swapped}`,
        `${header}.${payload}.`,
        `${encodePart({ alg: "none", kid: `key-of-${alg}`, typ: "at+jwt" })}.${payload}.`,
        forge(stranger, { alg, kid: `key-of-${alg}`, typ: "at+jwt" }, content),
      ];
      expect(read([token, ...tampered, token], keys).map((found) => found !== null)).toEqual([
        true,
        ...tampered.map(() => false),
        true,
      ]);
      const others = keys.filter((key) => key.kid !== `key-of-${alg}`);
      expect(read([token], others.length > 0 ? others : [{ ...stranger, kid: "other" }])).toEqual([null]);
    });
  });
}

function strings(value: unknown): string[] | null {
  return Array.isArray(value) ? value.map(String) : null;
}
