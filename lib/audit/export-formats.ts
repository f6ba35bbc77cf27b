import { AUDIT_RETENTION_DAYS } from "@/lib/stores/audit";
import { csvRow } from "./csv";
import type { ExportFormat } from "./query";
import type { ActivityView } from "./view";

// How an exported trail is written, piece by piece, so that it never has to be in memory as a whole.

/** More than that is left out, and the file says so. */
export const EXPORT_LIMIT = 50_000;

export interface ExportScope {
  exportedAt: Date;
  /** Null: everybody's. */
  userId: string | null;
  /** Null: all. */
  kinds: readonly string[] | null;
}

interface Writer {
  contentType: string;
  head(scope: ExportScope): string;
  row(event: ActivityView, isFirst: boolean): string;
  /** `truncated`: there were more events than an export holds. */
  foot(truncated: boolean): string;
}

const TRUNCATED = `Only the newest ${EXPORT_LIMIT.toLocaleString("en-US")} events are in this file. Older ones were left out.`;

const COLUMNS = [
  "id",
  "at",
  "kind",
  "userId",
  "actorId",
  "sessionId",
  "mode",
  "ip",
  "userAgent",
  "label",
  "detail",
] as const satisfies readonly (keyof ActivityView)[];

/** A line like the others, for whoever reads the file as a table. */
const NOTE = new Map<string, string>([
  ["kind", "note"],
  ["detail", TRUNCATED],
]);

export const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  /** An object with the circumstances and `events`. A file that was cut short is no JSON. */
  json: {
    contentType: "application/json; charset=utf-8",
    head: (scope) => {
      const about = { ...scope, retentionDays: AUDIT_RETENTION_DAYS, limit: EXPORT_LIMIT };
      return `${JSON.stringify(about).slice(0, -1)},"events":[`;
    },
    row: (event, isFirst) => `${isFirst ? "" : ","}\n${JSON.stringify(event)}`,
    foot: (truncated) =>
      `\n],"truncated":${truncated},"note":${JSON.stringify(truncated ? TRUNCATED : null)}}\n`,
  },
  /** A header and a line for each event. A cell that looks like a formula has an apostrophe in front. */
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    head: () => csvRow(COLUMNS),
    row: (event) => {
      const cells = { ...event, detail: JSON.stringify(event.detail) };
      return csvRow(COLUMNS.map((name) => cells[name]));
    },
    foot: (truncated) => (truncated ? csvRow(COLUMNS.map((name) => NOTE.get(name) ?? "")) : ""),
  },
};
