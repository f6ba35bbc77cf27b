import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { reportFailure } from "@/lib/errors/failures";
import { fieldErrors } from "@/lib/http/field-errors";

// Runs a form: validates, does the work, and turns what went wrong into words next to the field. What was
// typed comes back with the answer, except for passwords.

export interface FormOutcome {
  error?: string;
  fields?: Record<string, string>;
  values?: Record<string, string>;
}

const MARKED = "Please check the marked fields.";

/** Null when the work succeeded; `work` answers with a sentence, or with one for each field, when it did not. */
export async function runForm<S extends z.ZodType>(
  schema: S,
  input: Record<string, unknown>,
  work: (fields: z.infer<S>) => Promise<string | { fields: Record<string, string> } | null>,
): Promise<FormOutcome | null> {
  const values = typedValues(input);
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { error: MARKED, fields: fieldErrors(parsed.error), values };
  try {
    const refusal = await work(parsed.data);
    if (refusal === null) return null;
    return typeof refusal === "string" ? { error: refusal, values } : { error: MARKED, ...refusal, values };
  } catch (failure) {
    unstable_rethrow(failure);
    return { error: sentenceFor(failure), values };
  }
}

function sentenceFor(error: unknown): string {
  const failure = reportFailure(error);
  switch (failure.kind) {
    case "throttled":
      return `Too many attempts. Please try again in ${minutes(failure.retryAfterSeconds)}.`;
    case "account-closed":
      return "This account is closed. Nothing was changed.";
    case "sign-in-ended":
      return "This sign-in was ended. Nothing was changed. Please sign in again.";
    case "reauthentication-required":
      return "This asks for your password again, and nothing was changed. Please sign in anew.";
    case "internal":
      return "Something went wrong on our side. Please try again.";
    default:
      return "The server cannot reach its store right now. Please try again in a moment.";
  }
}

function minutes(seconds: number): string {
  const count = Math.ceil(seconds / 60);
  return count === 1 ? "a minute" : `${count} minutes`;
}

function typedValues(input: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(input).filter(
    ([name, value]) => !/password/i.test(name) && typeof value === "string",
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
