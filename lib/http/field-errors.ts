import type { z } from "zod";

/** One message a field, the first; a fault of the whole input is left without a field. */
export function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.join(".");
    if (name && !(name in fields)) fields[name] = issue.message;
  }
  return fields;
}
