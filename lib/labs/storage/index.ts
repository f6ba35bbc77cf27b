import "server-only";
import { z } from "zod";
import type { SignedIn } from "@/lib/session/authenticate";
import type { Conclusion, Recording } from "../contract";
import { defineLab, type Plan } from "../lab";
import { ownRun } from "../own-run";
import { CELLS } from "./cells.client";
import { findingsOf } from "./judge.client";
import { answersFrom, QUESTIONS } from "./questions";
import { siteServers } from "./server";
import { createSite } from "./site";

// Storage and the browser: attempts from other origins and from an injected script, each made by the reader's own
// browser against a target that writes down what reached it. No lanes: the cookies here are the browser's, not a
// mode's.

/** Time to open the window, and far more than the attempts take. */
const SECONDS = 120;

export const storageLab = defineLab({
  name: "storage",
  loopbackOnly: true,
  params: z.object({}),
  questions: QUESTIONS,
  plan,
  conclude,
});

function plan(): Plan {
  return {
    ...{ lanes: [], devices: [], probes: [], schedule: [], seconds: SECONDS },
    async prepare(stage) {
      const servers = await siteServers();
      const site = createSite(stage, servers.origins);
      servers.add(site);
      // As soon as the run is over, however it ends; at the latest when it must be.
      void stage.stillRunningAfter(SECONDS * 2000).then(() => servers.remove(site));
    },
  };
}

/** `detail`: every cell that was tried, and how many there are. */
function conclude(recording: Recording): Conclusion {
  const found = findingsOf(recording);
  const cells = [...found.values()].map(({ finding }) => finding);
  return { verdicts: [], answers: answersFrom(found), detail: { cells, of: CELLS.length } };
}

/**
 * The address at which the reader's browser begins. It carries the run's key, so it is for who started the run and
 * while it goes on; null for everybody else.
 */
export async function secondOrigin(id: string, current: SignedIn): Promise<string | null> {
  if (!(await ownRun(id, current))) return null;
  const site = (await siteServers()).ofRun(id);
  return site && `${site.at.target}/start`;
}
