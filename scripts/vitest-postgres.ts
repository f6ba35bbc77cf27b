// What the unit tests start once for all files: a PostgreSQL, where one can be had. Each worker makes a database of its
// own in it. Without one, one line says what is left out; where CI is set, nothing may be.

import { randomBytes } from "node:crypto";
import { dropDatabases, findPostgres } from "./test-postgres.ts";

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const postgres = await findPostgres((why) => {
    if (process.env.CI) throw new Error(`With CI set nothing is left out: ${why}`);
    console.log(`LEFT OUT: the tests on PostgreSQL: ${why}`);
  });
  if (!postgres) return;
  const prefix = `coatcheck_test_${randomBytes(4).toString("hex")}`;
  Object.assign(process.env, { TEST_POSTGRES_URL: postgres.url, TEST_POSTGRES_PREFIX: prefix });
  return async () => {
    await dropDatabases(postgres.url, prefix);
    await postgres.stop();
  };
}
