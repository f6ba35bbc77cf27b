// What a run of the storage lab says: what SameSite, a check and HttpOnly held back in this browser.

import { ASKED } from "@/lib/labs/storage/shared/asked";
import { type GuardId, type SameSiteId, xssId } from "@/lib/labs/storage/shared/cells";
import { type Found, findingsOf } from "@/lib/labs/storage/shared/judge";
import type { Told } from "../../told";
import { outcomeOf } from "./words";

export const storageTold: Told = {
  outcome({ recording }) {
    const found = findingsOf(recording);
    return [forged([...found.values()]), injected(found)].filter(Boolean).join(" ") || null;
  },
  reasonOf({ recording }, question) {
    const asked = ASKED.find(({ id }) => id === question);
    const found = asked && findingsOf(recording).get(asked.cell);
    if (!found) return null;
    const { word, why } = outcomeOf(found);
    return [`${word}${why ? `: ${why}` : ""}.`, arrivedWords(found), sawWords(found)]
      .filter(Boolean)
      .join(" ");
  },
};

/** Requests that the target did not make itself. */
function forged(found: readonly Found[]): string {
  const of = (guard: GuardId, sameSite: SameSiteId) => {
    const cells = found.filter(
      ({ cell }) =>
        cell.part === "csrf" &&
        cell.attempt.place !== "target" &&
        cell.guard === guard &&
        cell.sameSite === sameSite,
    );
    return { all: cells.length, done: cells.filter(({ finding }) => finding.happened).length };
  };
  const [none, lax, strict] = [of("nothing", "none"), of("nothing", "lax"), of("nothing", "strict")];
  if (none.all === 0) return "";
  const checked = of("app", "none");
  const end =
    checked.all > 0
      ? ` This app’s own check left ${checked.done} of ${checked.all}, with SameSite=None.`
      : "";
  return `Of ${none.all} forged requests ${none.done} came through with SameSite=None, ${lax.done} with Lax and ${strict.done} with Strict, where nothing is checked.${end}`;
}

function injected(found: ReadonlyMap<string, Found>): string {
  const read = found.get(xssId("read-http-only"))?.finding.happened;
  const acted = found.get(xssId("act"))?.finding.happened;
  if (read === undefined || acted === undefined) return "";
  const hidden = read
    ? "An injected script read even an HttpOnly cookie"
    : "HttpOnly hid the cookie from a script";
  return `${hidden}, and the script ${acted ? "used it all the same" : "could not use it"}.`;
}

function arrivedWords({ fact: { arrived } }: Found): string {
  if (!arrived) return "No request reached the server’s code.";
  const { method, cookies, origin, fetchSite, status } = arrived;
  const came = cookies.length > 0 ? `with the cookie ${cookies.join(", ")}` : "without the cookie";
  return `A ${method} came from ${origin ?? "no stated origin"} (${fetchSite ?? "no Sec-Fetch-Site"}) ${came}, and was answered ${status}.`;
}

const sawWords = ({ fact: { saw } }: Found): string => (saw.text ? `The page was told: ${saw.text}` : "");
