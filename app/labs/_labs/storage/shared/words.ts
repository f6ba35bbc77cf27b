// What the findings of the storage lab are called, in a table and where they are opened.

import type { Found, Why } from "@/lib/labs/storage/shared/judge";

const WHY: Record<Why, string> = {
  no_cookie: "no cookie came",
  guard: "by the check",
  no_cookie_and_guard: "no cookie, and the check",
  unreadable: "the answer is kept from it",
  preflight: "preflight not allowed",
  http_only: "by HttpOnly",
  policy: "by the policy",
  not_kept: "the browser keeps none",
  too_large: "the server says 431",
  not_arrived: "no answer",
};

/** "good": what the owner of the site wants. */
export type Tone = "good" | "bad" | "plain";

export interface Outcome {
  word: string;
  /** The same where nothing else is said. */
  brief: string;
  /** Empty where there is nothing to add. */
  why: string;
  tone: Tone;
}

export function outcomeOf({ cell, finding: { happened, why, cookie, by } }: Found): Outcome {
  const reason = why ? `${WHY[why]}${by === "browser" ? ", says the browser" : ""}` : "";
  const of = (yes: string, no: string, tone: Tone): Outcome => {
    const word = happened ? yes : no;
    return { word, brief: word, why: reason, tone };
  };
  switch (cell.part) {
    case "csrf": {
      const wanted = cell.attempt.place === "target";
      return of("Done", "Blocked", happened === wanted ? "good" : "bad");
    }
    case "xss":
      return of("Done", "Blocked", happened ? "bad" : "good");
    case "size":
      return of("Kept", "Refused", happened ? "good" : "bad");
    case "cors": {
      const as = cookie ? "as you" : "as nobody";
      return { ...of("Read", "Not read", "plain"), ...(happened ? { brief: `Read ${as}`, why: as } : {}) };
    }
  }
}

/** Of one attack: "1 of 16 got through, 15 held". What was not tried is said, too. */
export function countWords(found: readonly (Found | undefined)[]): string {
  const tried = found.filter((one) => one !== undefined);
  const [first] = tried;
  if (!first) return "not tried yet";
  const happened = tried.filter(({ finding }) => finding.happened).length;
  const rest = tried.length - happened;
  const words = COUNTS[partOf(first)](happened, rest, tried.length);
  return tried.length < found.length ? `${words}, ${found.length - tried.length} not tried` : words;
}

type Part = "own" | "csrf" | "xss" | "size" | "cors";

/** What the site does for itself is no attack. */
const partOf = ({ cell }: Found): Part =>
  cell.part === "csrf" && cell.attempt.place === "target" ? "own" : cell.part;

const COUNTS: Record<Part, (happened: number, rest: number, of: number) => string> = {
  own: (happened, rest, of) => `${happened} of ${of} done, as wanted${rest > 0 ? `, ${rest} blocked` : ""}`,
  csrf: (happened, rest, of) => `${happened} of ${of} got through, ${rest} held`,
  xss: (happened, rest, of) => `${happened} of ${of} got through, ${rest} held`,
  size: (happened, rest, of) => `${happened} of ${of} kept, ${rest} refused`,
  cors: (happened, rest, of) => `${happened} of ${of} read, ${rest} not read`,
};

/** The request as it arrived, the answer, and what the browser told the page: one line each. */
export function requestLines({ fact: { arrived, preflight, saw }, finding: { by } }: Found): string[] {
  const lines: string[] = [];
  if (preflight) lines.push("First the browser asks:", ...arrivedLines(preflight), "");
  if (arrived) lines.push("What reached the server:", ...arrivedLines(arrived));
  else lines.push("No request reached the server’s code.");
  const status = saw.status === null ? "" : `${saw.status} `;
  const word = by === "browser" ? ["", "Only the browser can tell that it did not happen."] : [];
  return [...lines, "", "What the browser told the page:", `${status}${saw.text}`, ...word];
}

type Arrival = NonNullable<Found["fact"]["arrived"]>;

function arrivedLines(arrival: Arrival): string[] {
  const { method, path, cookies, origin, fetchSite, fetchMode, status, answer, headers } = arrival;
  return [
    `${method} ${path}`,
    `Origin: ${origin ?? "(none)"}`,
    `Sec-Fetch-Site: ${fetchSite ?? "(none)"}`,
    `Sec-Fetch-Mode: ${fetchMode ?? "(none)"}`,
    `Cookie: ${cookies.join(", ") || "(none of this lab’s)"}`,
    `Answer: ${status} ${answer}`.trimEnd(),
    ...headers,
  ];
}
