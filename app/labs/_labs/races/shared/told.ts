// What a run of the races says: what each way of exchanging made of the tabs.

import { countRaces, type RaceCount } from "@/lib/labs/races/shared/count";
import { raceLanes } from "@/lib/labs/races/shared/promises";
import type { Told } from "../../told";

export const racesTold: Told = {
  outcome({ recording }) {
    const counts = countRaces(recording).filter(({ liveLines }) => liveLines !== null);
    const [first] = counts;
    if (!first) return null;
    const harmless = counts.filter((count) => harm(count) === "").map(({ lane }) => labelOf(lane));
    const kept = harmless.length > 0 ? [`${listed(harmless)} kept them all on one line`] : [];
    const harmed = counts.flatMap((count) => {
      const words = harm(count);
      return words ? [`“${labelOf(count.lane)}” ${words}`] : [];
    });
    return `${first.tabs} tabs brought the same token at once. ${[...kept, ...harmed].join("; ")}.`;
  },
  reasonOf({ recording }, question) {
    const counts = countRaces(recording);
    const count = counts.find(({ lane }) => lane === question);
    if (count) return `It ${harm(count) || "kept all on one line"}. ${wordsOf(count.lane)?.how ?? ""}`;
    if (question !== "false-theft") return null;
    const said = counts.map(({ lane, falseThefts }) => `“${labelOf(lane)}” ${falseThefts}`).join(", ");
    return `False thefts: ${said}. A used token that comes once more looks like a copy to who allows no second time.`;
  },
};

const wordsOf = (lane: string) => raceLanes.find(({ id }) => id === lane);
const labelOf = (lane: string): string => wordsOf(lane)?.label ?? lane;

/** Empty where every tab stayed in, on one line, and nobody was accused. */
function harm({ signOuts, tabs, liveLines, falseThefts }: RaceCount): string {
  const parts = [
    signOuts ? `signed out ${signOuts} of ${tabs}` : "",
    liveLines !== null && liveLines > 1 ? `left ${liveLines} live lines` : "",
    falseThefts
      ? `reported ${falseThefts === 1 ? "a theft that was none" : `${falseThefts} thefts that were none`}`
      : "",
  ].filter(Boolean);
  const last = parts.pop() ?? "";
  return parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
}

/** “one”, “two” and “three”. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `“${name}”`);
  const last = quoted.pop() ?? "";
  return quoted.length > 0 ? `${quoted.join(", ")} and ${last}` : last;
}
