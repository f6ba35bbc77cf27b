// Measures what ends and renews sign-ins: "sign out everywhere" for somebody with a thousand, an exchange of refresh
// tokens at the beginning and at the end of a long family, and what one write to the disk costs.

import { endAll } from "../../lib/accounts/sign-ins/end-sign-ins";
import { newSessionId, newToken, sha256 } from "../../lib/auth/random";
import { duration, measureBlocks, median, type Rounds, type Subject } from "./blocks";
import { policyOf } from "./checks";
import { type BenchDatabase, ORIGIN, person } from "./database";
import { type Line, lineOf, within } from "./report";

const CLIENT = { ip: "192.0.2.7", userAgent: "Bench/1.0" };
const SIGN_INS = 1000;
const TOKENS = 3000;

/** One transaction with its event, as the route does it: 1,000 sessions and 1,000 JWTs under the denylist. */
export async function signOutEverywhere(database: BenchDatabase, rounds: number): Promise<Line> {
  const { stores, auth, audit } = database;
  const durations: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const principal = person(round);
    const { userId } = principal;
    await stores.atomically(async () => {
      for (let i = 0; i < SIGN_INS; i++)
        for (const mode of Object.values(auth.modes))
          await mode.issue(principal, CLIENT, policyOf("denylist"));
    });
    durations.push(
      await duration(() =>
        stores.atomically(async () => {
          const ended = await endAll(database, userId);
          if (ended < 2 * SIGN_INS) throw new Error(`Only ${ended} were ended.`);
          await audit.record({ kind: "sign-out-everywhere", userId, client: CLIENT, detail: { ended } });
        }),
      ),
    );
  }
  return within("sign out everywhere, 1,000 sessions and 1,000 JWTs", median(durations), 100, "ms");
}

/** Without the commit, which would hide everything else. */
export async function rotations(database: BenchDatabase, rounds: Rounds): Promise<Line> {
  const { stores, sqlite } = database;
  const long = await family(database);
  const insert = sqlite.prepare("INSERT INTO refresh_tokens VALUES (randomblob(32), ?, 0, 1, '', '')");
  sqlite.transaction(() => {
    for (let i = 0; i < TOKENS; i++) insert.run(long.id);
  })();
  let last = long.token;
  const late = repeated(
    "late",
    (work) => stores.atomically(work),
    async () => {
      last = await rotate(database, last);
      return null;
    },
  );
  const early = repeated(
    "early",
    (work) => stores.atomically(work),
    async () => {
      const { token } = await family(database);
      const startedAt = performance.now();
      await rotate(database, token);
      return performance.now() - startedAt;
    },
  );
  const blocks = await measureBlocks([late, early], rounds);
  return lineOf(
    "rotation in a family of 3,000 tokens ÷ of one",
    blocks,
    "late",
    "early",
    { atMost: 1.5 },
    "time",
  );
}

/** One block is one `around`. `work` may say how long what counts of it took, in milliseconds; null: all of it. */
function repeated<Name extends string>(
  name: Name,
  around: (work: () => Promise<void>) => Promise<void>,
  work: () => Promise<number | null>,
): Subject<Name> {
  return {
    name,
    async run(atLeast) {
      let [count, milliseconds] = [0, 0];
      await around(async () => {
        while (milliseconds < atLeast) {
          const startedAt = performance.now();
          milliseconds += (await work()) ?? performance.now() - startedAt;
          count++;
        }
      });
      return { count, milliseconds, cpuMilliseconds: null };
    },
  };
}

async function family({ stores }: BenchDatabase): Promise<{ id: string; token: string }> {
  const [now, id, token] = [new Date(), newSessionId(), newToken()];
  await stores.refreshTokens.insert(
    {
      id,
      userId: person(0).userId,
      audience: ORIGIN,
      ...CLIENT,
      createdAt: now,
      authenticatedAt: now,
      lastSeenAt: now,
      revokedAt: null,
      idleTimeoutSeconds: 3600,
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
    sha256(token),
  );
  return { id, token };
}

async function rotate({ stores }: BenchDatabase, token: string): Promise<string> {
  const successor = newToken();
  const [tokenHash, successorHash] = [sha256(token), sha256(successor)];
  const request = {
    tokenHash,
    successorHash,
    audience: ORIGIN,
    now: new Date(),
    graceSeconds: 10,
    ...CLIENT,
  };
  const { kind } = await stores.refreshTokens.rotate(request);
  if (kind !== "rotated") throw new Error(`The exchange ended as ${kind}.`);
  return successor;
}

/** A commit that reaches the disk against one that only reaches the kernel. */
export async function commits({ stores, sqlite }: BenchDatabase, rounds: Rounds): Promise<Line> {
  const { userId } = person(1);
  const one = <Name extends "FULL" | "OFF">(synchronous: Name) =>
    repeated(
      synchronous,
      async (work) => {
        sqlite.pragma(`synchronous = ${synchronous}`);
        await work();
        sqlite.pragma("synchronous = FULL");
      },
      async () => {
        await stores.revocations.bumpVersion(userId, ORIGIN);
        return null;
      },
    );
  const blocks = await measureBlocks<"FULL" | "OFF">([one("FULL"), one("OFF")], rounds);
  return lineOf("one small write with fsync ÷ without", blocks, "FULL", "OFF", null, "time");
}
