import type { AuthMode, Credentials, IssuePolicy, ModeName, Principal, SigningAlg } from "../contract";
import { type Auth, createAuth } from "../create-auth";
import {
  AUDIENCE,
  CLIENT,
  type CountingStore,
  countCalls,
  createPolicy,
  createPrincipal,
  createTestClock,
  ISSUER,
  PAIR_AUDIENCE,
  SEAL_PASSWORDS,
  type TestClock,
  testKeyring,
} from "./kit";
import { STORES, type StoreHarness } from "./stores";

// One mode over one store with one algorithm, composed as an app composes it, with everything a test turns.

export type StoreName = keyof typeof STORES;
export const STORE_NAMES = Object.keys(STORES) as StoreName[];

export interface ModeHarness {
  mode: AuthMode;
  /** The same mode and the other one of the same app. */
  app: Auth["modes"];
  /** Same keys, seal passwords and store, for another audience. */
  pair: Auth["modes"];
  store: CountingStore;
  clock: TestClock;
  policy: IssuePolicy;
  /** A person who is in the store. */
  ada: Principal;
  saveUser: StoreHarness["saveUser"];
  signIn(changes?: { principal?: Principal; mode?: AuthMode }): Promise<Credentials>;
  close(): void;
}

export async function createModeHarness(
  name: ModeName,
  storeName: StoreName,
  alg: SigningAlg,
): Promise<ModeHarness> {
  const harness = STORES[storeName]();
  const store = countCalls(harness.store);
  const clock = createTestClock();
  const keyring = await testKeyring();
  const modesFor = (audience: string) =>
    createAuth({ issuer: ISSUER, audience, keyring, sealPasswords: SEAL_PASSWORDS, sessions: store, clock })
      .modes;
  const app = modesFor(AUDIENCE);
  const ada = createPrincipal();
  harness.saveUser({ principal: ada, disabled: false });
  const policy = createPolicy(alg);
  return {
    mode: app[name],
    app,
    pair: modesFor(PAIR_AUDIENCE),
    store,
    clock,
    policy,
    ada,
    saveUser: harness.saveUser,
    signIn: ({ principal = ada, mode = app[name] } = {}) => mode.issue(principal, CLIENT, policy),
    close: harness.close,
  };
}
