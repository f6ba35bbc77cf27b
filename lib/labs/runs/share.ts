import "server-only";
import { newToken } from "@/lib/auth/random";
import type { SignedIn } from "@/lib/http/signed-in";
import type { RunView } from "../contract";
import type { LabParts } from "../parts";
import { labOf } from "./labs";
import { readStored } from "./read";
import { shownToAnybody } from "./shown-to-anybody";

// A run's open link: its owner makes it and takes it back; whoever has it looks at the run without signing in. Only
// for runs that are over: they have no buttons, no credentials and nothing to ask for any more.

/** "none": it has none. "never": its record says who started it. */
export type RunLink = { key: string } | "none" | "never";

/** Null for others, and for what has no run of this id. */
export async function linkOf(parts: LabParts, id: string, current: SignedIn): Promise<RunLink | null> {
  const stored = await parts.labRuns.find(id);
  const lab = stored && labOf(parts, stored.lab);
  if (!lab || stored.userId !== current.principal.userId) return null;
  if (lab.showsOwner) return "never";
  return stored.linkSalt ? { key: parts.runLinks.keyOf(id, stored.linkSalt) } : "none";
}

/** False when this person has no such run that is over, or its record says who they are. */
export async function setLink(
  parts: LabParts,
  id: string,
  open: boolean,
  current: SignedIn,
): Promise<boolean> {
  const link = await linkOf(parts, id, current);
  if (link === null || link === "never") return false;
  return parts.labRuns.setLink(current.principal.userId, id, open ? newToken() : null);
}

/** Null for a wrong key, a link that was taken back, and a run that is not there: nobody can tell them apart. */
export async function getSharedRun(parts: LabParts, id: string, key: string): Promise<RunView | null> {
  const stored = await parts.labRuns.find(id);
  if (!parts.runLinks.opens(id, stored?.linkSalt ?? null, key) || !stored?.endedAt) return null;
  const lab = labOf(parts, stored.lab);
  if (!lab || lab.showsOwner) return null;
  const view = await readStored(parts, lab, stored);
  return { ...view, recording: shownToAnybody(view.recording) };
}
