import "server-only";
import { z } from "zod";
import type { Conclusion, Recording } from "../contract";
import type { Plan } from "../engine/plan";
import type { HostedSite } from "../engine/server/sites";
import { defineLab } from "../lab";
import { answersFrom, QUESTIONS } from "./questions";
import { answerSite } from "./routes";
import { CELLS } from "./shared/cells";
import { findingsOf } from "./shared/judge";
import { createSite } from "./site";

// Storage and the browser: attempts from other origins and from an injected script, each made by the reader's own
// browser against a target that writes down what reached it. No lanes: the cookies here are the browser's, not a
// mode's.

/** Time to open the window, and far more than the attempts take. */
const SECONDS = 120;

export const storage = defineLab({
  name: "storage",
  title: "Storage and the browser",
  question: "What can another site, or a script in the page, do with what your browser keeps?",
  does: "A window of your own browser visits a second origin and makes more than a hundred attempts from there, with every kind of cookie and check. What reached the target is written down.",
  predict: "Which attempts get through?",
  loopbackOnly: true,
  params: z.object({}),
  questions: QUESTIONS,
  plan,
  conclude,
});

function plan(): Plan {
  return {
    lanes: [],
    devices: [],
    probes: [],
    schedule: [],
    seconds: SECONDS,
    async prepare(stage) {
      const sites = await stage.sites();
      const site = createSite(stage, sites.origins);
      const hosted: HostedSite = { ...site, answer: (place, request) => answerSite(site, place, request) };
      sites.add(hosted);
      // As soon as the run is over, however it ends; at the latest when it must be.
      void stage.stillRunningAfter(SECONDS * 2000).then(() => sites.remove(hosted));
    },
  };
}

/** `detail`: every cell that was tried, and how many there are. */
function conclude(recording: Recording): Conclusion {
  const found = findingsOf(recording);
  const cells = [...found.values()].map(({ finding }) => finding);
  return { verdicts: [], answers: answersFrom(found), detail: { cells, of: CELLS.length } };
}
