import { createPostgresStores } from "@/lib/auth/stores/postgres";
import { openPostgres } from "@/lib/auth/stores/postgres/database";
import type { PostgresAddress } from "@/lib/config/postgres-url";
import type { Backend } from "../backend";
import { createAccountStore } from "./accounts";
import { createAuditStore } from "./audit";
import { createCounterStore } from "./counters";
import { createDemoStore } from "./demo";
import { createRunStore } from "./lab-runs";
import { clientOptions, openPool, placeOf } from "./pool";
import { preparePostgres } from "./prepare";
import { createProbe } from "./probe";
import { createSettingsStore } from "./settings";

// Everything in one PostgreSQL database.

export function postgresBackend(address: PostgresAddress): Backend {
  return {
    place: placeOf(address),
    files: [],
    prepare: () => preparePostgres(address),
    async open() {
      const pool = openPool(address);
      const { prepare, statementTimeoutMs } = address;
      const postgres = openPostgres({ pool, prepare, statementTimeoutMs });
      const probe = createProbe(clientOptions(address));
      return {
        stores: createPostgresStores(postgres),
        accounts: createAccountStore(postgres),
        settings: createSettingsStore(postgres),
        audit: createAuditStore(postgres),
        counters: createCounterStore(postgres),
        labRuns: createRunStore(postgres),
        demo: createDemoStore(postgres),
        probe: probe.ask,
        async close() {
          await Promise.all([pool.end(), probe.close()]);
        },
      };
    },
  };
}
