import { Client } from "pg";
import { DatabaseError } from "@/db/database-error";
import { migratePostgres } from "@/db/postgres/migrate";
import type { PostgresAddress } from "@/lib/config/postgres-url";
import { clientOptions, placeOf } from "./pool";

// Makes the tables, or brings them up to date, and tells what of the server's settings would lose an acknowledged write.

/** Creating an index among many rows takes a while. */
const TIMEOUT_MS = 600_000;

/** Throws `DatabaseError`. */
export async function preparePostgres(address: PostgresAddress): Promise<string[]> {
  const place = placeOf(address);
  try {
    const client = new Client(clientOptions(address, TIMEOUT_MS));
    client.on("error", () => {});
    await client.connect();
    try {
      await migratePostgres(client, place);
      return await doubts(client, place);
    } finally {
      await client.end();
    }
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`${place} cannot be used: ${firstLine(error)}`);
  }
}

async function doubts(client: Client, place: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')",
  );
  const off = rows.filter(({ setting }) => setting === "off").map(({ name }) => name);
  return off.length > 0 ? [`${place} may lose what it has acknowledged: ${off.join(", ")} off`] : [];
}

/** The driver's own words have no password: it never gets into a message. Of several addresses it tells each. */
function firstLine(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message || first.name : String(first);
  return text.split("\n")[0] ?? text;
}
