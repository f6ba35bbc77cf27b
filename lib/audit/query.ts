import { z } from "zod";
import { AUDIT_KINDS } from "@/lib/stores/audit";

// What may be asked of the audit trail.

/** In place of a person's id. */
export const EVERYONE = "everyone";

const kinds = z.array(z.enum(AUDIT_KINDS, "There is no such kind of event."));

/** Of `GET /api/activity`. */
export const activityFilterSchema = z.object({
  /** May be given several times; left out: all. */
  kind: z.preprocess((value) => (typeof value === "string" ? [value] : value), kinds.optional()),
  /** For admins: a person's id or `EVERYONE`. Anyone else sees their own trail whatever they ask for. */
  user: z.string("One person at a time.").min(1).max(64).optional(),
});

export type ActivityFilter = z.infer<typeof activityFilterSchema>;

export const EXPORT_FORMATS = ["json", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Of `GET /api/activity/export`. */
export const exportQuerySchema = activityFilterSchema.extend({
  format: z.enum(EXPORT_FORMATS, "Please choose json or csv.").default("json"),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;
