import { bigint, customType } from "drizzle-orm/pg-core";

// The kinds of columns that PostgreSQL needs said: how text compares, what an instant is, what bytes are.

/** Compares byte by byte, as the other engine does: the order of a list is not a matter of the server's language. */
export const id = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** Milliseconds since 1970. */
export const instant = (name: string) => bigint(name, { mode: "number" });
