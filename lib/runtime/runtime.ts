import "server-only";
import { visitorSweep } from "@/lib/accounts/sign-in/visitor";
import { createKeyring, type Keyring } from "@/lib/auth/codecs/keyring";
import { createSealedCodec } from "@/lib/auth/codecs/sealed";
import { type Auth, createAuth, systemClock } from "@/lib/auth/create-auth";
import type { SealedClaims, TokenCodec } from "@/lib/auth/parts";
import { stopHashing } from "@/lib/auth/password";
import { type Config, readConfig } from "@/lib/config/config";
import { type Cookies, createCookies } from "@/lib/http/cookies/cookies";
import { type Cursors, createCursors } from "@/lib/http/cursors";
import { createRegistry, type RunRegistry } from "@/lib/labs/engine/run-registry";
import { createRunLinks, type RunLinks } from "@/lib/labs/runs/link-keys";
import { startMetrics, stopMetrics } from "@/lib/log/metrics";
import { livePasswords, loadSecrets, type Secrets } from "@/lib/secrets/secrets";
import { watchSecrets } from "@/lib/secrets/watch";
import type { OpenBackend } from "@/lib/stores/backend";
import { labTables } from "@/lib/stores/sqlite/in-memory";
import { type Budgets, createBudgets } from "@/lib/throttle/budgets";
import { createThrottle, type Throttle } from "@/lib/throttle/throttle";
import { backendOf } from "./backends";
import { startHousekeeping } from "./housekeeping";
import { journalTo } from "./journal";
import { onceAProcess } from "./once-a-process";

// The composition root: configuration, keys, database and both modes, put together once a process. Proxy,
// pages and handlers are separate bundles of one process, so the one instance hangs on globalThis.

/** What is made from the keys, and made anew when they change. Read it from the runtime, never keep it. */
interface Keyed {
  secrets: Secrets;
  keyring: Keyring;
  /** Seals the small things that are no credentials: which device this is, what a redirect has to say. */
  seal(purpose: "device" | "flash"): TokenCodec<SealedClaims>;
  /** Where the next page of a list begins. */
  cursors: Cursors;
  /** Makes and checks the keys in the open links of runs. */
  runLinks: RunLinks;
  /** The app's own sign-ins. */
  auth: Auth;
  /** The dashboard's side-by-side pair: real credentials that the app's guard never accepts. */
  pairAuth: Auth;
}

/** What stays. `close` is for whoever has stopped the rest. */
interface Fixed extends OpenBackend {
  config: Config;
  /** The runs of this process. */
  labs: RunRegistry;
  throttle: Throttle;
  budgets: Budgets;
  cookies: Cookies;
}

export interface Runtime extends Fixed, Keyed {
  /** Ends what goes on by itself, so that several can follow each other in one process. The database stays open. */
  stop(): void;
}

const holder = onceAProcess("coatcheck.runtime", start);

/** Rejects, at every call, while the configuration, the secrets or the database cannot be used. */
export function getRuntime(): Promise<Runtime> {
  return holder.get();
}

async function start(): Promise<Runtime> {
  const config = readConfig(process.env);
  if (config.metricsToken) await startMetrics();
  const secrets = loadSecrets(config.secretsFile);
  const backend = await backendOf(config).open();
  const { stores, audit, counters, labRuns } = backend;
  const fixed: Fixed = {
    ...backend,
    config,
    labs: createRegistry({
      origin: config.origin,
      isLoopback: config.isLoopback,
      tables: labTables,
    }),
    throttle: createThrottle(counters, stores.atomically, systemClock),
    budgets: createBudgets(systemClock),
    cookies: createCookies(config.cookieSecure),
  };
  const runtime: Runtime = { ...fixed, ...(await withKeys(fixed, secrets)), stop };
  const { sessions, refreshTokens, revocations } = stores;
  const stopHousekeeping = startHousekeeping([
    sessions,
    refreshTokens,
    revocations,
    audit,
    counters,
    labRuns,
    visitorSweep(runtime),
  ]);
  const stopWatching = watchSecrets({
    file: config.secretsFile,
    current: secrets,
    async onChange(changed) {
      Object.assign(runtime, await withKeys(fixed, changed));
    },
  });
  return runtime;

  function stop(): void {
    stopHousekeeping();
    stopWatching();
    stopHashing();
    stopMetrics();
  }
}

async function withKeys({ config, stores, audit, budgets }: Fixed, secrets: Secrets): Promise<Keyed> {
  const clock = systemClock;
  const keyring = await createKeyring(secrets.jwks.keys, { retireAt: secrets.retireAt.keys, clock });
  const sealPasswords = livePasswords(secrets, clock.now());
  const { refreshKey } = secrets;
  const shared = { issuer: config.origin, keyring, sealPasswords, refreshKey, stores, clock };
  const seals = {
    device: createSealedCodec({ passwords: sealPasswords, purpose: "device", clock }),
    flash: createSealedCodec({ passwords: sealPasswords, purpose: "flash", clock }),
  };
  return {
    secrets,
    keyring,
    seal: (purpose) => seals[purpose],
    cursors: createCursors(refreshKey),
    runLinks: createRunLinks(refreshKey),
    auth: createAuth({ ...shared, audience: config.origin, journal: journalTo(audit, budgets) }),
    pairAuth: createAuth({ ...shared, audience: `${config.origin}/pair` }),
  };
}
