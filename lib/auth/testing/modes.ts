import type {
  AuthMode,
  Credentials,
  Guarantees,
  IssuePolicy,
  Limits,
  ModeName,
  Principal,
} from "../contract";
import { type Auth, createAuth } from "../create-auth";
import type { Journal, RefreshEvent } from "../parts";
import { type CountingStores, countCalls } from "./counting";
import {
  AUDIENCE,
  CLIENT,
  createPolicy,
  createPrincipal,
  createTestClock,
  ISSUER,
  PAIR_AUDIENCE,
  type PolicyChanges,
  REFRESH_KEY,
  SEAL_PASSWORDS,
  type TestClock,
  testKeyring,
} from "./kit";
import { STORES, type StoreHarness, type StoreName } from "./stores";

// One mode over one backend under one policy, composed as an app composes it, with everything a test turns.

export interface ModeHarness {
  mode: AuthMode;
  /** What the mode promises under this harness's policy. */
  guarantees: Guarantees;
  /** How long what it issues under that policy lasts. */
  limits: Limits;
  /** The same mode and the other one of the same app. */
  app: Auth["modes"];
  /** Same keys, seal passwords and stores, for another audience. */
  pair: Auth["modes"];
  /** Another instance of the app over the same stores: the same secrets, memories of its own. */
  another(): Auth["modes"];
  stores: CountingStores;
  clock: TestClock;
  policy: IssuePolicy;
  /** What the core reported of itself and was kept. */
  events: RefreshEvent[];
  /** Runs before an event is kept. */
  beforeEvent: Journal;
  /** A person who is in the store. */
  ada: Principal;
  saveUser: StoreHarness["saveUser"];
  removeUser: StoreHarness["removeUser"];
  signIn(changes?: { principal?: Principal; mode?: AuthMode }): Promise<Credentials>;
  refresh(held: Pick<Credentials, "refreshToken" | "token">): ReturnType<AuthMode["refresh"]>;
  close(): Promise<void>;
}

export async function createModeHarness(
  name: ModeName,
  storeName: StoreName,
  changes: PolicyChanges = {},
): Promise<ModeHarness> {
  const { stores: real, saveUser, removeUser, close } = await STORES[storeName]();
  const stores = countCalls(real);
  const clock = createTestClock();
  const keyring = await testKeyring();
  const secrets = { keyring, sealPasswords: SEAL_PASSWORDS, refreshKey: REFRESH_KEY };
  const events: RefreshEvent[] = [];
  const modesFor = (audience: string) =>
    createAuth({
      issuer: ISSUER,
      audience,
      ...secrets,
      stores,
      clock,
      async journal(event) {
        await harness.beforeEvent(event);
        stores.atomically.afterCommit(() => events.push(event));
      },
    }).modes;
  const app = modesFor(AUDIENCE);
  const ada = createPrincipal();
  await saveUser({ principal: ada, disabled: false });
  const policy = createPolicy(changes);
  const harness: ModeHarness = {
    mode: app[name],
    guarantees: app[name].guarantees(policy),
    limits: app[name].limits(policy),
    app,
    pair: modesFor(PAIR_AUDIENCE),
    another: () => modesFor(AUDIENCE),
    stores,
    clock,
    policy,
    events,
    beforeEvent: async () => {},
    ada,
    saveUser,
    removeUser,
    signIn: ({ principal = ada, mode = app[name] } = {}) => mode.issue(principal, CLIENT, harness.policy),
    refresh: ({ token, refreshToken = null }) =>
      app[name].refresh({ token, refreshToken }, CLIENT, () => harness.policy),
    close,
  };
  return harness;
}
