import { getTableConfig as ofPostgres } from "drizzle-orm/pg-core";
import { getTableConfig as ofSqlite } from "drizzle-orm/sqlite-core";
import { expect, it } from "vitest";
import * as postgresSchema from "./postgres/schema";
import * as sqliteSchema from "./sqlite/schema";

// Two dialects, one set of tables.

const postgres = { ...postgresSchema };
const sqlite = { ...sqliteSchema };
type Table = keyof typeof sqlite;
const TABLES = Object.keys(sqlite) as Table[];

interface Columned {
  name: string;
  notNull: boolean;
  hasDefault: boolean;
  primary: boolean;
  isUnique: boolean;
}
const columnsOf = (columns: readonly Columned[]) =>
  columns
    .map(({ name, notNull, hasDefault, primary, isUnique }) => ({
      name,
      notNull,
      hasDefault,
      primary,
      isUnique,
    }))
    // Numbers that a database counts itself have a default in one dialect only.
    .map((column) => (column.primary ? { ...column, hasDefault: false, notNull: true } : column));
const namesOf = (columns: readonly object[]) =>
  columns.map((column) => ("name" in column ? column.name : "?"));

it("both dialects have the same tables", () => {
  expect(Object.keys(postgres).sort()).toEqual(Object.keys(sqlite).sort());
  expect(TABLES.length).toBeGreaterThan(8);
});

it.each(TABLES)("%s has the same columns, nullability, keys and indexes in both dialects", (table) => {
  const [one, other] = [ofSqlite(sqlite[table]), ofPostgres(postgres[table])];
  expect(other.name).toBe(one.name);
  expect(columnsOf(other.columns)).toEqual(columnsOf(one.columns));
  const indexes = (config: typeof one | typeof other) =>
    config.indexes.map(({ config: { name, columns, unique } }) => ({
      name,
      columns: namesOf(columns),
      unique,
    }));
  expect(indexes(other)).toEqual(indexes(one));
  const keys = (config: typeof one | typeof other) =>
    config.primaryKeys.map(({ columns }) => namesOf(columns));
  expect(keys(other)).toEqual(keys(one));
  const references = (config: typeof one | typeof other) =>
    config.foreignKeys.map((key) => {
      const { columns, foreignColumns } = key.reference();
      return [namesOf(columns), namesOf(foreignColumns), key.onDelete];
    });
  expect(references(other)).toEqual(references(one));
});
