import type { SignedIn } from "@/lib/session/authenticate";
import { getRun, startRun } from "../..";
import type { RunView } from "../../contract";
import type { TestLabs } from "../../testing/runs";
import { type Found, findingsOf } from "../judge.client";
import { siteServers } from "../server";
import type { Site } from "../site";

// A run of the lab that goes on, with the sites that its reader's browser would visit.

export interface StorageRun {
  id: string;
  owner: SignedIn;
  site: Site;
}

export async function beginRun(labs: TestLabs): Promise<StorageRun> {
  const owner = await labs.person();
  const started = await startRun("storage", {}, { act: "happens", "lax-form": "happens" }, owner);
  if (!("id" in started)) throw new Error(started.message);
  const site = (await siteServers()).ofRun(started.id);
  if (!site) throw new Error("The run has no site.");
  return { id: started.id, owner, site };
}

export async function viewOf({ id, owner }: StorageRun): Promise<RunView> {
  const view = await getRun(id, owner);
  if (!view) throw new Error("The run is gone.");
  return view;
}

export async function findings(run: StorageRun): Promise<Map<string, Found>> {
  return findingsOf((await viewOf(run)).recording);
}
