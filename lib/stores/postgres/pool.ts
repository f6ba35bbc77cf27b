import { readFileSync } from "node:fs";
import { type ClientConfig, Pool } from "pg";
import type { PostgresAddress } from "@/lib/config/postgres-url";

// Connections to the database that DATABASE_URL names. Nothing else the driver would read counts: no PG… variables, no
// parameters of the URL but those that were taken from it.

/** How the driver is told one address. `timeoutMs`: of each statement, if not the address's. */
export function clientOptions(
  address: PostgresAddress,
  timeoutMs = address.statementTimeoutMs,
): ClientConfig {
  const { host, port, user, password, database, tls, rootCertificate, prepare } = address;
  return {
    host,
    port,
    user,
    // Empty and not left out, or the driver would look for a file with passwords.
    password: password ?? "",
    database,
    ssl:
      tls === "off"
        ? false
        : { rejectUnauthorized: true, ...(rootCertificate && { ca: readFileSync(rootCertificate) }) },
    connectionTimeoutMillis: address.connectTimeoutMs,
    // Ours sees a cut network; the server's ends what nobody waits for any more. A pooler refuses to be told the latter.
    query_timeout: timeoutMs,
    ...(prepare && { statement_timeout: timeoutMs }),
    application_name: "coatcheck",
    keepAlive: true,
  };
}

export function openPool(address: PostgresAddress): Pool {
  return new Pool({ ...clientOptions(address), max: address.poolSize, idleTimeoutMillis: 60_000 });
}

/** For people: where it is, without the password. */
export function placeOf({ host, port, user, database }: PostgresAddress): string {
  const where = host.startsWith("/")
    ? `${host} port ${port}`
    : `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return `PostgreSQL ${user}@${where}/${database}`;
}
