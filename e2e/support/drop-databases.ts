// After a run on PostgreSQL: the databases that its servers had are dropped, those of servers that were killed as well.

import { dropDatabases } from "../../scripts/test-postgres.ts";
import { DATABASES, isOnPostgres } from "./database";

export default async function teardown(): Promise<void> {
  if (isOnPostgres) await dropDatabases(process.env.TEST_POSTGRES_URL ?? "", DATABASES);
}
