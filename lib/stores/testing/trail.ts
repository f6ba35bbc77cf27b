import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import { type OpenDatabase, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import type { UserId } from "@/lib/auth/contract";
import type { Stores } from "@/lib/auth/parts";
import { newUserId } from "@/lib/auth/random";
import { createSqliteStores } from "@/lib/auth/stores/sqlite";
import type { AuditEvent, AuditKind, AuditQuery, AuditStore } from "../audit";
import { createAuditStore } from "../sqlite/audit";

// A migrated database with an audit store, for one test. The clock is whatever a test passes.

export const NOW = new Date(Date.UTC(2026, 0, 15, 12));
export const MINUTE = 60_000;
export const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

export interface Trail {
  file: string;
  database: OpenDatabase;
  stores: Stores;
  audit: AuditStore;
  ada: UserId;
  /** Lines of the log. */
  written: string[];
  event(kind: AuditKind, more?: Partial<AuditEvent>): AuditEvent;
  /** Ada's, unless the query says otherwise. */
  kindsOf(query?: Partial<AuditQuery>, now?: Date): Promise<AuditKind[]>;
  close(): void;
}

export function openTrail(): Trail {
  const folder = mkdtempSync(path.join(tmpdir(), "audit-"));
  const file = path.join(folder, "coatcheck.db");
  migrateDatabase(file);
  const database = openDatabase(file);
  // Nothing here is about surviving a power cut, and waiting for the disk takes most of the time.
  database.sqlite.pragma("synchronous = OFF");
  const stores = createSqliteStores(database.db);
  const audit = createAuditStore(database.db, stores.atomically);
  const ada = newUserId();
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => written.push(String(line)) > 0);
  return {
    file,
    database,
    stores,
    audit,
    ada,
    written,
    event: (kind, more = {}) => ({
      kind,
      userId: ada,
      client: { ip: "192.0.2.7", userAgent: "Test/1.0" },
      ...more,
    }),
    async kindsOf(query = {}, now = NOW) {
      const { events } = await audit.list({ userId: ada, limit: 100, ...query }, now);
      return events.map(({ kind }) => kind);
    },
    close() {
      spy.mockRestore();
      if (database.sqlite.open) database.sqlite.close();
      rmSync(folder, { recursive: true });
    },
  };
}
