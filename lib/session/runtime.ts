import "server-only";
import { type OpenDatabase, openDatabase } from "@/db/client";
import { type AccountStore, createAccountStore } from "@/lib/accounts/account-store";
import { createKeyring, type Keyring } from "@/lib/auth/codecs/keyring";
import { createSealedCodec } from "@/lib/auth/codecs/sealed";
import type { SealedClaims, TokenCodec } from "@/lib/auth/contract";
import { type Auth, createAuth, systemClock } from "@/lib/auth/create-auth";
import { createSqliteSessionStore } from "@/lib/auth/stores/sqlite";
import { createSettingsStore, type SettingsStore } from "@/lib/settings/settings-store";
import { createThrottle, type Throttle } from "@/lib/throttle/throttle";
import { type Config, readConfig } from "./config";
import { type Cookies, createCookies } from "./cookies";
import { startHousekeeping } from "./housekeeping";
import { loadSecrets, type Secrets } from "./secrets";

// The composition root: configuration, keys, database and both modes, put together once a process. Proxy,
// pages and handlers are separate bundles of one process, so the one instance hangs on globalThis.

export interface Runtime {
  config: Config;
  secrets: Secrets;
  keyring: Keyring;
  database: OpenDatabase;
  accounts: AccountStore;
  settings: SettingsStore;
  throttle: Throttle;
  cookies: Cookies;
  /** Seals the small things that are no credentials: which device this is, what a redirect has to say. */
  seal(purpose: "device" | "flash"): TokenCodec<SealedClaims>;
  /** The app's own sign-ins. */
  auth: Auth;
  /** The dashboard's side-by-side pair: real credentials that the app's guard never accepts. */
  pairAuth: Auth;
}

const holder: { [key: symbol]: Promise<Runtime> | undefined } = globalThis as never;
const KEY = Symbol.for("coatcheck.runtime");

/** Rejects, at every call, while the configuration, the secrets or the database cannot be used. */
export function getRuntime(): Promise<Runtime> {
  holder[KEY] ??= start().catch((error: unknown) => {
    delete holder[KEY];
    throw error;
  });
  return holder[KEY];
}

async function start(): Promise<Runtime> {
  const config = readConfig(process.env);
  const secrets = loadSecrets(config.secretsFile);
  const keyring = await createKeyring(secrets.jwks.keys);
  const database = openDatabase(config.databaseFile);
  const sessions = createSqliteSessionStore(database.db);
  const throttle = createThrottle(database.sqlite);
  const seals = {
    device: createSealedCodec({ passwords: secrets.sealPasswords, purpose: "device", clock: systemClock }),
    flash: createSealedCodec({ passwords: secrets.sealPasswords, purpose: "flash", clock: systemClock }),
  };
  const shared = { issuer: config.origin, keyring, sealPasswords: secrets.sealPasswords, sessions };
  const runtime: Runtime = {
    config,
    secrets,
    keyring,
    database,
    accounts: createAccountStore(database.db),
    settings: createSettingsStore(database.db),
    throttle,
    seal: (purpose) => seals[purpose],
    cookies: createCookies(config.cookieSecure),
    auth: createAuth({ ...shared, audience: config.origin }),
    pairAuth: createAuth({ ...shared, audience: `${config.origin}/pair` }),
  };
  startHousekeeping(sessions, throttle);
  return runtime;
}
