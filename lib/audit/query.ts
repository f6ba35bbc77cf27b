import { z } from "zod";
import { AUDIT_KINDS } from "./events";

// What may be asked of the audit trail.

/** In place of a person's id. */
export const EVERYONE = "everyone";

const kinds = z.array(z.enum(AUDIT_KINDS, "There is no such kind of event."));
const wholeNumber = (message: string) =>
  z
    .string(message)
    .regex(/^\d{1,15}$/, message)
    .transform(Number);

const filterSchema = z.object({
  /** May be given several times; left out: all. */
  kind: z.preprocess((value) => (typeof value === "string" ? [value] : value), kinds.optional()),
  /** For admins: a person's id or `EVERYONE`. Anyone else sees their own trail whatever they ask for. */
  user: z.string("One person at a time.").min(1).max(64).optional(),
});

/** Of `GET /api/activity`. */
export const activityQuerySchema = filterSchema.extend({
  /** The `next` of the page before. */
  before: wholeNumber("Please give the number of an event.").optional(),
  limit: wholeNumber("Please give a number.")
    .pipe(z.number().min(1, "At least 1.").max(100, "At most 100."))
    .default(50),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

export const EXPORT_FORMATS = ["json", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Of `GET /api/activity/export`. */
export const exportQuerySchema = filterSchema.extend({
  format: z.enum(EXPORT_FORMATS, "Please choose json or csv.").default("json"),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;
