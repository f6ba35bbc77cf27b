import "server-only";
import { newToken } from "@/lib/auth/random";
import { type HostedSite, type Place, SITE_PATH } from "../engine/server/sites";
import type { Stage } from "../engine/stage/stage";
import { madeAs } from "./attempts";
import { createSiteCookies, type SiteCookies } from "./cookies";
import { createHandedOut, type HandedOut } from "./handed-out";
import { CELLS, type Cell } from "./shared/cells";
import { type Arrived, CELL_ACT, type CellFact, type Saw } from "./shared/findings";

// One run's sites in the reader's browser: the secret in their addresses, their cookies, the attempts that were
// handed out, and the record. It only ever writes into its own run, each cell once, and nothing after the end.

/** What one run needs is below 400; a window may be opened again. */
export const MAX_REQUESTS = 900;
export const LOCAL_KEY = "lab-storage-token";

export interface Site extends Omit<HostedSite, "answer"> {
  readonly cookies: SiteCookies;
  /** What the target keeps in localStorage. */
  readonly token: string;
  /** By place: where the pages are, without a slash at the end. */
  readonly at: Readonly<Record<Place, string>>;
  readonly origins: Readonly<Record<Place, string>>;
  /** The app's page of this run. */
  readonly runPage: string;
  readonly path: string;
  readonly attempts: HandedOut;
  /** What reached the target for a cell; the first counts. */
  arrived(cell: Cell, what: Arrived, preflight?: boolean): void;
  /**
   * What the browser saw closes a cell. False when it was closed before, and for a form or a link that has not
   * arrived: only the page that answers it can tell of it.
   */
  saw(cell: Cell, saw: Saw): boolean;
  /** Is the cell still to be tried? */
  isOpen(cell: Pick<Cell, "id">): boolean;
  /** How many cells are closed. */
  closed(): number;
  finish(): void;
}

/** What a site needs of its run. */
export type SiteStage = Pick<Stage, "note" | "finish"> & {
  readonly world: Pick<Stage["world"], "runId" | "origin">;
};

type Halves = Partial<Pick<CellFact, "preflight" | "arrived">>;

export function createSite(stage: SiteStage, origins: Site["origins"]): Site {
  const key = newToken();
  const path = `${SITE_PATH}${key}`;
  const { runId, origin } = stage.world;
  const open = new Map<string, Halves>(CELLS.map(({ id }) => [id, {}]));
  let requests = 0;

  return {
    runId,
    key,
    origins,
    path,
    token: newToken(),
    cookies: createSiteCookies(path),
    attempts: createHandedOut(),
    at: {
      target: `${origins.target}${path}`,
      neighbour: `${origins.neighbour}${path}`,
      elsewhere: `${origins.elsewhere}${path}`,
    },
    start: `${origins.target}${path}/start`,
    runPage: `${origin}/labs/storage/runs/${runId}`,
    admit: () => ++requests <= MAX_REQUESTS,
    arrived(cell, what, preflight = false) {
      const halves = open.get(cell.id);
      if (halves) halves[preflight ? "preflight" : "arrived"] ??= what;
    },
    saw(cell, saw) {
      const halves = open.get(cell.id);
      if (!halves || (madeAs(cell).mode === "navigate" && !halves.arrived)) return false;
      open.delete(cell.id);
      const { preflight = null, arrived = null } = halves;
      const detail: CellFact = { cell: cell.id, preflight, arrived, saw };
      stage.note({ act: CELL_ACT, label: cell.label }, detail);
      return true;
    },
    isOpen: ({ id }) => open.has(id),
    closed: () => CELLS.length - open.size,
    finish: () => stage.finish(),
  };
}
