import type { UserId } from "../../contract";
import { AuthError } from "../../errors";
import type { FamilyRecord } from "../../parts";
import { follow, keepMs, type Owner, personKey, pointTo, readSignIn, SLACK_MS, writeOwner } from "./person";
import type { Key, Units, Write } from "./units";

// The copy of an account beside its sign-ins: how it comes there when one begins, and how it follows the account.

export interface RedisPeople {
  /** The account has changed: shows at the next check. To be repeated until it has succeeded. */
  save(owner: Owner): Promise<void>;
  /** The account is gone, and all its sign-ins with it. */
  remove(userId: UserId): Promise<void>;
}

/** The account as it is now, from where accounts are kept; null when there is none. */
export type OwnerOf = (userId: UserId) => Promise<Owner | null>;

export function createRedisPeople(units: Units): RedisPeople {
  return {
    save: (owner) =>
      units.writing(async (write) => {
        write(personKey(units, owner.principal.userId), { owner: writeOwner(owner) }, SLACK_MS);
      }),
    remove: (userId) =>
      units.writing(async (write) => {
        const person = personKey(units, userId);
        const fields = [...(await units.readAll(person)).keys()];
        const gone = Object.fromEntries(fields.map((field) => [field, null]));
        // Stays for a while, so that a sign-in that was on its way does not come in.
        write(person, { ...gone, owner: "" }, SLACK_MS);
      }),
  };
}

export interface NewSignIn {
  signIn: Omit<FamilyRecord, "revokedAt">;
  field: string;
  record: string;
  /** What else leads to it. */
  pointers: readonly Key[];
}

/** Adds a sign-in and its owner. Throws `store_unavailable` when its id or token is taken, or nobody is there. */
export async function beginSignIn(
  units: Units,
  ownerOf: OwnerOf,
  write: Write,
  { signIn, field, record, pointers }: NewSignIn,
): Promise<void> {
  const { userId, id, createdAt, lastSeenAt } = signIn;
  const person = personKey(units, userId);
  const [[copy = null, there], ...places] = await Promise.all([
    units.read(person, ["owner", field]),
    ...pointers.map((pointer) => follow(units, pointer)),
  ]);
  if (there || places.some((place) => place !== null))
    throw new AuthError("store_unavailable", "The sign-in is there already.");
  const owner = copy ?? (await ownerCopy(ownerOf, userId));
  if (!owner) throw new AuthError("store_unavailable", "The sign-in has no owner.");

  write.begins();
  const keep = keepMs(signIn, createdAt);
  for (const pointer of pointers) write(pointer, pointTo({ userId, id }), keep);
  const seen = String(lastSeenAt.getTime());
  // The copy is written only where there is none: what was read before never undoes a change.
  write(person, { [field]: record, [`seen:${id}`]: seen, ...(copy === null && { owner }) }, keep);
  await dropLongOver(units, write, userId, createdAt);
}

async function ownerCopy(ownerOf: OwnerOf, userId: UserId): Promise<string | null> {
  const owner = await ownerOf(userId);
  return owner && writeOwner(owner);
}

/** Drops a person's sign-ins that ended so long ago that nobody can ask for them. */
async function dropLongOver(units: Units, write: Write, userId: UserId, now: Date): Promise<void> {
  const person = personKey(units, userId);
  const all = await units.redis.send((client) => client.hGetAll(person.name));
  for (const [field, record] of Object.entries(all)) {
    if (!/^[sf]:/.test(field)) continue;
    const { id, expiresAt } = readSignIn(userId, record, null);
    if (expiresAt.getTime() + SLACK_MS <= now.getTime())
      write(person, { [field]: null, [`seen:${id}`]: null, [`revoked:${id}`]: null });
  }
}
