import "server-only";
import { createKeyring, type Keyring } from "@/lib/auth/codecs/keyring";
import type { AuthMode, Clock, Principal, Role, SessionId, SigningAlg, UserId } from "@/lib/auth/contract";
import { createAuth } from "@/lib/auth/create-auth";
import type { Journal, RefreshEvent, Stores } from "@/lib/auth/parts";
import { freshKey, freshPassword, freshRefreshKey, type StoredKey } from "@/lib/secrets/fresh";
import { initialSettings } from "@/lib/settings/schema";
import type { Account } from "@/lib/stores/accounts";
import { deleteSignIns, openInMemory, type StoresInMemory } from "@/lib/stores/sqlite/in-memory";
import type { LaneSpec } from "../../contract";
import { createLabClock, type LabClock } from "./lab-clock";

// The world of one run: a database in memory with the app's own tables, keys, a clock and one account of its own,
// and for each lane the real auth core with an audience of its own. Nothing here reaches the app's database, keys
// or accounts, and nothing of the app's is accepted here.

export interface WorldLane {
  spec: LaneSpec;
  /** Do not keep it: a change of keys replaces it. */
  mode: AuthMode;
}

/** What a lane's mode was made of. */
export interface LaneParts {
  spec: LaneSpec;
  audience: string;
  issuer: string;
  keyring: Keyring;
  stores: Stores;
  clock: Clock;
  /** Tells the run of rotations and reuse. */
  journal: Journal;
}

/** The mode that serves a lane; `mode` itself unless a lab compares with something else. */
export type Decorate = (mode: AuthMode, parts: LaneParts) => AuthMode;

export interface WorldOptions {
  runId: string;
  /** The app's public origin: issuer and beginning of every audience. */
  origin: string;
  /** The statements that make the app's tables. */
  tables: readonly string[];
  lanes: readonly LaneSpec[];
  owner: { email: string; name: string; role: Role };
  /** Hears of every rotation and every reuse, within its transaction. */
  journal(lane: string, event: RefreshEvent): void;
  decorate?: Decorate | undefined;
}

export interface World {
  readonly runId: string;
  readonly origin: string;
  readonly clock: LabClock;
  readonly lanes: ReadonlyMap<string, WorldLane>;
  /** The pretended account; every lane signs in the same one. */
  readonly ownerId: UserId;
  readonly stores: Stores;
  /** What the stores keep it in. */
  readonly memory: StoresInMemory;
  /** The account as it is now. */
  owner(): Promise<Principal>;
  /** PHC string; empty until a lab sets one. */
  passwordHash(): Promise<string>;
  setPasswordHash(hash: string): Promise<void>;
  setRole(role: Role): Promise<void>;
  setDisabled(disabled: boolean): Promise<void>;
  /** Ends all sign-ins of the account in every lane but this one, in one transaction. */
  endAll(except?: SessionId): Promise<number>;
  /** What an operator with a database shell does: the row of the sign-in is gone, and nobody is told. */
  deleteRows(lane: string): Promise<number>;
  /** A fresh key signs from now on; the one before goes on verifying. */
  rotateSigningKey(): Promise<void>;
  /** The emergency: all keys so far are gone at once, and a fresh one signs. */
  removeSigningKeys(): Promise<void>;
  close(): void;
}

export async function createWorld(options: WorldOptions): Promise<World> {
  const { runId, origin, tables } = options;
  let memory: StoresInMemory | null = null;
  try {
    memory = openInMemory(tables);
    return await populate(options, memory);
  } catch (error) {
    memory?.close();
    throw new Error(`The world of run ${runId} at ${origin} could not be made.`, { cause: error });
  }
}

async function populate(options: WorldOptions, memory: StoresInMemory): Promise<World> {
  const { runId, origin, owner } = options;
  const clock = createLabClock();
  const { stores, accounts } = memory;
  const account = { email: owner.email, name: owner.name, passwordHash: "" };
  const created = await accounts.create(account, initialSettings("session"));
  if (!created) throw new Error("The account of the run was not made.");
  const ownerId = created.userId;
  await accounts.setRole(ownerId, owner.role);

  const sealPasswords = { "1": freshPassword() };
  const refreshKey = Buffer.from(freshRefreshKey(), "base64url");
  const algs: SigningAlg[] = [...new Set(options.lanes.map(({ policy }) => policy.jwt.alg))];
  let keys: StoredKey[] = algs.map(freshKey);
  const lanes = new Map<string, WorldLane>();
  await putTogether();

  /** The same way as the app does it when its secrets change: everything made from keys is made anew. */
  async function putTogether(): Promise<void> {
    const keyring = await createKeyring(keys);
    for (const spec of options.lanes) {
      const parts = {
        issuer: origin,
        audience: audienceOf(origin, runId, spec.id),
        keyring,
        stores,
        clock,
        journal: async (event: RefreshEvent) => options.journal(spec.id, event),
      };
      const auth = createAuth({
        ...parts,
        sealPasswords,
        refreshKey,
        ...(spec.graceSeconds === undefined ? {} : { refreshGraceSeconds: spec.graceSeconds }),
      });
      const mode = auth.modes[spec.mode];
      lanes.set(spec.id, { spec, mode: options.decorate?.(mode, { spec, ...parts }) ?? mode });
    }
  }

  async function ownAccount(): Promise<Account> {
    const found = await accounts.find(ownerId);
    if (!found) throw new Error("The account of the run is gone.");
    return found;
  }

  return {
    runId,
    origin,
    clock,
    lanes,
    ownerId,
    stores,
    memory,
    owner: async () => (await ownAccount()).principal,
    passwordHash: async () => (await ownAccount()).passwordHash,
    async setPasswordHash(hash) {
      await accounts.replacePassword(ownerId, (await ownAccount()).passwordHash, hash);
    },
    setRole: (role) => accounts.setRole(ownerId, role),
    setDisabled: (disabled) => accounts.setDisabled(ownerId, disabled ? clock.now() : null),
    endAll: (except) =>
      stores.atomically(async () => {
        let ended = 0;
        for (const { mode } of lanes.values()) ended += await mode.revokeAll(ownerId, except);
        return ended;
      }),
    deleteRows: (lane) => deleteSignIns(memory, audienceOf(origin, runId, lane)),
    async rotateSigningKey() {
      keys = [...algs.map(freshKey), ...keys];
      await putTogether();
    },
    async removeSigningKeys() {
      keys = algs.map(freshKey);
      await putTogether();
    },
    close: memory.close,
  };
}

/** No two lanes, runs or instances accept each other's credentials, and the app accepts none of them. */
function audienceOf(origin: string, runId: string, lane: string): string {
  return `${origin}/labs/${runId}/${lane}`;
}
