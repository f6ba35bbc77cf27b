"use client";
// The storage lab on a stage: of the requests that other pages forged, how many were done, by the kind of cookie and by
// what the target checks.

import { OnKey } from "@/app/_ui/stage/on-key";
import { CSRF_CELLS, GUARDS, SAME_SITES } from "@/lib/labs/storage/shared/cells";
import { type Found, findingsOf } from "@/lib/labs/storage/shared/judge";
import type { PanelProps } from "../look";
import { SecondOrigin } from "./second-origin.client";

export function StorageScene({ run }: PanelProps) {
  const findings = findingsOf(run.recording);
  return (
    <table className="h-full w-full table-fixed text-left text-2xl tabular-nums">
      <caption className="pb-2 text-left text-xl text-muted">
        Requests that other pages forged, and how many of them were done
      </caption>
      <thead>
        <tr className="border-b border-line-strong">
          <th scope="col" className="py-2 font-semibold">
            The cookie
          </th>
          {GUARDS.map(({ id, label }) => (
            <th key={id} scope="col" className="py-2 font-semibold">
              {id === "nothing" ? "No check" : `Checks ${label}`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {SAME_SITES.map((sameSite) => (
          <tr key={sameSite.id} className="border-b border-line">
            <th scope="row" className="font-medium">
              {sameSite.label}
            </th>
            {GUARDS.map((guard) => (
              <td key={guard.id}>
                <Count found={foundIn(findings, sameSite.id, guard.id)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function StorageAct({ run }: PanelProps) {
  return (
    <OnKey press=" " name="Space">
      <SecondOrigin run={run.id} begun={findingsOf(run.recording).size > 0} />
    </OnKey>
  );
}

/** What the site does for itself is no forgery. */
function foundIn(findings: ReadonlyMap<string, Found>, sameSite: string, guard: string): Found[] {
  return CSRF_CELLS.filter(
    (cell) => cell.attempt.place !== "target" && cell.sameSite === sameSite && cell.guard === guard,
  ).flatMap(({ id }) => findings.get(id) ?? []);
}

function Count({ found }: { found: readonly Found[] }) {
  if (found.length === 0) return <span className="text-muted">not tried</span>;
  const done = found.filter(({ finding }) => finding.happened).length;
  return (
    <span className={`font-semibold ${done > 0 ? "text-bad" : "text-ok"}`}>
      {done === 0 ? "none" : done} of {found.length}
    </span>
  );
}
