import type { SignedIn } from "@/lib/http/signed-in";
import type { RunView } from "../../contract";
import type { HostedSite } from "../../engine/server/sites";
import { getRun } from "../../runs/read";
import { startRun } from "../../runs/start";
import type { TestLabs } from "../../testing/runs";
import { type Found, findingsOf } from "../shared/judge";
import type { Site } from "../site";

// A run of the lab that goes on, with the sites that its reader's browser would visit.

export interface StorageRun {
  labs: TestLabs;
  id: string;
  owner: SignedIn;
  site: Site;
}

export async function beginRun(labs: TestLabs): Promise<StorageRun> {
  const owner = await labs.person();
  const started = await startRun(
    labs.runtime,
    "storage",
    {},
    { act: "happens", "lax-form": "happens" },
    owner,
  );
  if (!("id" in started)) throw new Error(started.message);
  const site = labs.runtime.labs.siteOf(started.id);
  if (!site || !isSite(site)) throw new Error("The run has no site.");
  return { labs, id: started.id, owner, site };
}

const isSite = (hosted: HostedSite): hosted is HostedSite & Site => "attempts" in hosted;

export async function viewOf({ labs, id, owner }: StorageRun): Promise<RunView> {
  const view = await getRun(labs.runtime, id, owner);
  if (!view) throw new Error("The run is gone.");
  return view;
}

export async function findings(run: StorageRun): Promise<Map<string, Found>> {
  return findingsOf((await viewOf(run)).recording);
}
