import "server-only";
import type { Question } from "../contract";
import { corsId, csrfId, sizeId, xssId } from "./shared/cells";
import type { Found } from "./shared/judge";

// What is predicted before a run, each about one cell.

const ASKED: readonly (readonly [id: string, cell: string, label: string])[] = [
  [
    "lax-form",
    csrfId("form", "lax", "nothing"),
    "A form on another site is sent to the target. Its cookie is SameSite=Lax, and nothing is checked.",
  ],
  [
    "lax-link",
    csrfId("link", "lax", "nothing"),
    "A link on another site is followed. Its cookie is SameSite=Lax, and the target acts on a GET.",
  ],
  [
    "strict-neighbour",
    csrfId("neighbour", "strict", "nothing"),
    "A page on another port of the same host posts. The cookie is SameSite=Strict.",
  ],
  [
    "none-origin",
    csrfId("form", "none", "origin"),
    "A form on another site is sent. The cookie is SameSite=None, and the target checks Origin.",
  ],
  ["read-http-only", xssId("read-http-only"), "An injected script reads a cookie that is HttpOnly."],
  ["act", xssId("act"), "An injected script acts as the user with that cookie, against every check."],
  ["4097", sizeId("4097"), "The server sets a cookie of 4,097 bytes, and gets it back."],
  [
    "star",
    corsId("star", "include"),
    "Another origin asks with credentials, and reads an answer that says Allow-Origin: *.",
  ],
];

const OPTIONS = [
  { value: "happens", label: "It works" },
  { value: "blocked", label: "It is blocked" },
];

export const QUESTIONS: readonly Question[] = ASKED.map(([id, , label]) => ({ id, label, options: OPTIONS }));

/** By question: what the cell says; null for one that was not tried. */
export function answersFrom(found: ReadonlyMap<string, Found>): Record<string, string | null> {
  const answers = ASKED.map(([id, cell]) => {
    const happened = found.get(cell)?.finding.happened;
    return [id, happened === undefined ? null : happened ? "happens" : "blocked"] as const;
  });
  return Object.fromEntries(answers);
}
