// What must be true of the tables at every instant, whoever is killed then: no act is half done. Knows nothing
// of what a test has done, so it can judge in the middle of it.

import type { Mode } from "../../support/accounts";
import { type EventRow, liveSignIns, type Tables } from "./tables";

/** Empty when all is well. */
export function faultsOf(tables: Tables): string[] {
  return [
    ...lines(tables),
    ...revocations(tables),
    ...beginnings(tables),
    ...tables.users.flatMap(({ id, authMode }) => trail(tables, id, authMode)),
  ];
}

/** Each family has one token that leads on, and every one that was exchanged is counted in an event. */
function lines({ families, tokens, events }: Tables): string[] {
  return families.flatMap(({ id }) => {
    const own = tokens.filter(({ familyId }) => familyId === id);
    const spent = own.filter(({ spentAt }) => spentAt !== null).length;
    const written = events
      .filter((event) => event.kind === "refreshed" && event.sessionId === id)
      .reduce((sum, event) => sum + Number(parts(event).detail.times ?? 1), 0);
    return [
      ...(own.length - spent === 1 ? [] : [`${id} has ${own.length - spent} unspent tokens`]),
      ...(spent === written ? [] : [`${id}: ${spent} spent tokens, ${written} events`]),
    ];
  });
}

/** What a family's end tells the strategies is there with it: the entry in the denylist, and a new version. */
function revocations({ families, denied, versions, users }: Tables): string[] {
  const revoked = families.filter(({ revokedAt }) => revokedAt !== null);
  const sids = new Set(denied.map(({ key }) => String((JSON.parse(key) as unknown[])[2])));
  const faults = revoked.filter(({ id }) => !sids.has(id)).map(({ id }) => `${id} ended, but is not denied`);
  for (const { id } of revoked) sids.delete(id);
  for (const id of sids) faults.push(`${id} is denied, but has not ended`);
  for (const { id } of users) {
    const own = revoked.filter(({ userId }) => userId === id);
    const version = versions.find(({ userId }) => userId === id)?.version ?? 0;
    // One act may end several; two acts may share a millisecond.
    const acts = new Set(own.map(({ revokedAt }) => revokedAt)).size;
    if (version < acts || version > own.length)
      faults.push(`${id}: version ${version} after ${acts} endings of ${own.length} families`);
  }
  return faults;
}

const BEGINS = ["sign-in", "mode.switched", "password.changed"];

/** Each sign-in has the event of its beginning, and each such event its sign-in. Sessions go when they end. */
function beginnings({ sessions, families, events }: Tables): string[] {
  const written: Record<Mode, string[]> = { session: [], jwt: [] };
  for (const { kind, mode, sessionId } of events)
    if (BEGINS.includes(kind) && mode && sessionId) written[mode].push(sessionId);
  const jwts = new Set(families.map(({ id }) => id));
  return [
    ...written.jwt.filter((id) => !jwts.has(id)).map((id) => `${id} is written down, but was never begun`),
    ...families.filter(({ id }) => !written.jwt.includes(id)).map(({ id }) => `nothing tells of ${id}`),
    ...sessions.filter(({ id }) => !written.session.includes(id)).map(({ id }) => `nothing tells of ${id}`),
  ];
}

/** A person's events, told again from the beginning, lead to exactly the sign-ins and the mode they have. */
function trail(tables: Tables, userId: string, authMode: Mode): string[] {
  const faults: string[] = [];
  let known = new Map<string, Mode>();
  /** Ended by a switch, which names the new sign-in only. */
  let unnamed: Record<Mode, number> = { session: 0, jwt: 0 };
  let mode: Mode = "session";
  const restart = (rest: Map<string, Mode>, stays: number, ended: unknown) => {
    const before = known.size - unnamed.session - unnamed.jwt - stays;
    if (ended !== before) faults.push(`${userId}: an event tells of ${ended} ended, there were ${before}`);
    known = rest;
    unnamed = { session: 0, jwt: 0 };
  };
  for (const event of tables.events.filter((row) => row.userId === userId)) {
    const { id, as, detail } = parts(event);
    const itself = new Map([[id, as]]);
    if (event.kind === "sign-in") known.set(id, as);
    if (["sign-out", "sign-in.ended", "refresh.reused"].includes(event.kind) && !known.delete(id))
      faults.push(`${id} ended twice, or never began`);
    if (event.kind === "password.changed") restart(itself, 1, detail.ended);
    if (event.kind === "sign-out-everywhere")
      restart(detail.exceptThis ? itself : new Map(), detail.exceptThis ? 1 : 0, detail.ended);
    if (event.kind === "mode.switched") {
      known.set(id, as);
      unnamed[detail.from === "jwt" ? "jwt" : "session"]++;
      mode = as;
    }
  }
  const live = liveSignIns(tables, userId);
  for (const [id, as] of live)
    if (known.get(id) !== as) faults.push(`${id} is alive, but its end is written`);
  for (const name of ["session", "jwt"] as const) {
    const count = (signIns: Map<string, Mode>) => [...signIns.values()].filter((one) => one === name).length;
    const due = count(known) - unnamed[name];
    if (count(live) !== due) faults.push(`${userId}: ${count(live)} sign-ins (${name}), told of ${due}`);
  }
  if (mode !== authMode) faults.push(`${userId}: the mode is ${authMode}, told of ${mode}`);
  return faults;
}

function parts({ sessionId, mode, detail }: EventRow) {
  return {
    id: sessionId ?? "",
    as: mode ?? "session",
    detail: JSON.parse(detail) as Record<string, unknown>,
  };
}

/** A password hash changes together with the event that tells so. Compares two looks at the tables. */
export function createPasswordWatch(): (tables: Tables) => string[] {
  const seen = new Map<string, { hash: string; changes: number }>();
  return ({ users, events }) =>
    users.flatMap(({ id, passwordHash: hash }) => {
      const own = events.filter(({ kind, userId }) => kind === "password.changed" && userId === id);
      const [before, now] = [seen.get(id), { hash, changes: own.length }];
      seen.set(id, now);
      const apart = before && (before.hash === now.hash) !== (before.changes === now.changes);
      return apart ? [`${id}: the password and its event came apart`] : [];
    });
}
