import { afterAll, beforeAll, expect, it } from "vitest";
import type { SessionId } from "./contract";
import { newSessionId, newToken, sha256 } from "./random";
import { AUDIENCE } from "./testing/kit";
import { createStoreFixture, NOW, type StoreFixture } from "./testing/store-fixture";
import { createSqliteHarness, type SqliteHarness } from "./testing/stores";

// What an index is for: a hundred times the rows cost a check no more. Wide bounds, so that a busy machine passes
// and a lost index does not; `npm run bench` measures narrow ones among a million rows.

type Sized = { f: StoreFixture; harness: SqliteHarness; samples: Awaited<ReturnType<typeof addSamples>> };
let few: Sized;
let many: Sized;
beforeAll(async () => {
  [few, many] = [await create(1000), await create(100_000)];
}, 60_000);
afterAll(() => {
  for (const { f } of [few, many]) f.close();
});

it.each(["session", "family", "denied", "version", "rotation"] as const)(
  "one look for a %s among 100,000 rows costs less than three times one among 1,000",
  async (look) => {
    const [large, small]: [number[], number[]] = [[], []];
    for (let round = 0; round < 9; round++) {
      large.push(await microseconds(many, look));
      small.push(await microseconds(few, look));
    }
    // The quickest rounds: what else the machine did made the others slower.
    expect(Math.min(...large)).toBeLessThan(3 * Math.min(...small));
  },
);

it("a thousand sign-ins of each mode end in one transaction of less than 300 ms, among 100,000 of others", async () => {
  const { f } = many;
  const ben = await f.addPerson();
  await f.stores.atomically(async () => {
    for (let i = 0; i < 1000; i++) {
      await f.addSession({ userId: ben.userId });
      await f.addFamily({ userId: ben.userId });
    }
  });
  const before = process.cpuUsage();
  const ended = await f.stores.atomically(async () => {
    const families = await f.stores.refreshTokens.revokeByUser(ben.userId, AUDIENCE, NOW);
    await f.stores.revocations.deny(families, NOW);
    await f.stores.revocations.bumpVersion(ben.userId, AUDIENCE);
    return families.length + (await f.stores.sessions.deleteByUser(ben.userId, AUDIENCE, NOW));
  });
  expect(millisecondsSince(before)).toBeLessThan(300);
  expect(ended).toBe(2000);
});

it("a sweep of families does not walk over those it has emptied: its batches stay as quick as they began", async () => {
  const { stores } = many.f;
  const later = new Date(NOW.getTime() + 24 * 60 * 60_000);
  const batch = async () => {
    const before = process.cpuUsage();
    expect(await stores.refreshTokens.deleteExpired(later, 50)).toBe(50);
    return millisecondsSince(before);
  };
  const durations: number[] = [];
  for (let i = 0; i < 600; i++) durations.push(await batch());
  // Two in a row: one takes the tokens of fifty families, the next the families.
  const quickest = (from: number) => {
    const pairs = durations.slice(from, from + 60).map((one, i) => one + (durations[from + i + 1] ?? one));
    return Math.min(...pairs);
  };
  expect(quickest(539)).toBeLessThan(3 * quickest(0));
}, 60_000);

async function microseconds({ f, samples }: Sized, look: keyof typeof LOOKS): Promise<number> {
  const before = process.cpuUsage();
  for (const sample of samples) if (!(await LOOKS[look](f, sample))) throw new Error(`No ${look} was found.`);
  return (millisecondsSince(before) * 1000) / samples.length;
}

/** Of the processor: what else the machine does meanwhile is not counted. */
function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

type Sample = { tokenHash: Buffer; id: SessionId; key: string; refresh: { tokenHash: Buffer } };
/** Truthy when it found what is there. */
const LOOKS = {
  session: ({ stores }: StoreFixture, { tokenHash }: Sample) => stores.sessions.find(tokenHash, NOW),
  family: ({ stores }: StoreFixture, { id }: Sample) => stores.refreshTokens.find(id, NOW),
  denied: ({ stores }: StoreFixture, { key }: Sample) => stores.revocations.isDenied(key, NOW),
  version: ({ stores, ada }: StoreFixture) => stores.revocations.version(ada.userId, AUDIENCE),
  // From the second round on a repeated one, which writes nothing but looks all the same.
  rotation: async (f: StoreFixture, { refresh }: Sample) =>
    (await f.rotate(refresh.tokenHash)).kind === "rotated",
};

async function create(rows: number): Promise<Sized> {
  const harness = createSqliteHarness();
  const f = await createStoreFixture(harness);
  // Others' rows around one of each that the app itself has written.
  const { id } = await f.addSession({ userId: (await f.addPerson()).userId });
  const { family } = await f.addFamily({ userId: (await f.addPerson()).userId });
  const copy = (table: string, fresh: Record<string, string>, where: string) => {
    const columns = harness.sqlite.prepare(`SELECT * FROM ${table}`).columns();
    const values = columns.map(({ name }) => fresh[name] ?? name).join(", ");
    const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;
    harness.sqlite.exec(`${numbers} INSERT INTO ${table} SELECT ${values} FROM ${table}, n WHERE ${where}`);
  };
  const [hash, text] = ["randomblob(32)", "hex(randomblob(11))"];
  copy("sessions", { id: text, token_hash: hash }, `id = '${id}'`);
  copy("refresh_families", { id: text }, `id = '${family.id}'`);
  harness.sqlite.exec(`INSERT INTO refresh_tokens SELECT randomblob(32), id, created_at, NULL, NULL, NULL
    FROM refresh_families WHERE id <> '${family.id}'`);
  await f.stores.revocations.deny([newToken()], new Date(NOW.getTime() + 1000));
  copy("denylist", { key: text }, "true");
  await f.stores.revocations.bumpVersion(f.ada.userId, AUDIENCE);
  copy("token_versions", { user_id: text }, "true");
  return { f, harness, samples: await addSamples(f) };
}

async function addSamples(f: StoreFixture): Promise<Sample[]> {
  return f.stores.atomically(async () => {
    const samples: Sample[] = [];
    for (let i = 0; i < 200; i++) {
      const [{ tokenHash }, { family, ...refresh }] = [await f.addSession(), await f.addFamily()];
      const key = sha256(newSessionId()).toString("hex");
      await f.stores.revocations.deny([key], new Date(NOW.getTime() + 1000));
      samples.push({ tokenHash, id: family.id, key, refresh });
    }
    return samples;
  });
}
