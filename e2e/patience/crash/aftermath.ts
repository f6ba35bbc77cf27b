// What a restarted server must say to the credentials that people hold: the live ones are accepted, with those
// whose last answer was lost; the ended ones are refused as far as their mode promises.

import { COOKIE, whoIs } from "../../support/accounts";
import { Client } from "../../support/client";
import { expect } from "../../support/expect";
import { isJwt, REFRESH, refresh, signIn, steal } from "./acts";
import type { Holding, Person } from "./person";
import { type Tables, tokenRow } from "./tables";

/** For so long a token whose answer was lost still leads on. */
const GRACE_MS = 10_000;

/** `tables`: as the crash left them, reconciled. What was tried after an earlier crash waits for the end. */
export async function tryEverything(person: Person, tables: Tables, claim: string): Promise<void> {
  // First those for whom time runs.
  for (const holding of person.active().toSorted((a, b) => Number(b.unsure) - Number(a.unsure)))
    await tryLive(person, holding, tables, claim);
  for (const holding of person.holdings.filter(({ over, tried }) => over && !tried))
    await tryEnded(person, holding, claim);
  await tryPasswords(person, claim);
}

async function tryLive(person: Person, holding: Holding, tables: Tables, claim: string): Promise<void> {
  const { client, id } = holding;
  if (isJwt(holding)) {
    const row = tokenRow(tables, client.cookies.get(REFRESH) ?? "");
    expect(row?.familyId, claim).toBe(id);
    for (const parent of holding.spent)
      expect(tokenRow(tables, parent.cookies.get(REFRESH) ?? "")?.spentAt, claim).toBeGreaterThan(0);
    if (row?.spentAt) {
      expect(holding.unsure, `${claim}: an answered exchange left its token unspent`).toBe(true);
      if (Date.now() > row.spentAt + GRACE_MS) return steal(person, holding, client.copy());
      // The machine may have been too slow for the window: that verdict is a theft, and not a success.
      const answer = await client.copy().post("/api/auth/refresh");
      if (Date.now() < row.spentAt + GRACE_MS) expect(answer.status, claim).toBe(200);
      else if (answer.status !== 200) return steal(person, holding, client.copy());
    }
    await refresh(person, holding);
  }
  expect((await whoIs(client))?.auth.sessionId, claim).toBe(id);
  holding.unsure = false;
}

/** Once it is over: also again and again. */
export async function tryEnded(person: Person, holding: Holding, claim: string): Promise<void> {
  expect((await holding.client.copy().post("/api/auth/refresh")).status, claim).toBe(401);
  const isBound = isJwt(holding) && person.revocation === "expiry-only";
  const token = holding.client.only(COOKIE.session, COOKIE.jwt);
  // Nothing but time ends an access token that nobody looks up; that is what this strategy says of itself.
  expect((await whoIs(token)) !== null, `${claim}: an ended sign-in`).toBe(isBound);
  holding.tried = true;
}

/** A thief with a token from before the crash ends one family. */
export async function tryTheft(person: Person, claim: string): Promise<boolean> {
  const victim = person.active().find(({ spent }) => spent.length > 1);
  const [stolen] = victim?.spent ?? [];
  if (!victim || !stolen) return false;
  await steal(person, victim, stolen.copy());
  await tryEnded(person, victim, claim);
  return true;
}

async function tryPasswords(person: Person, claim: string): Promise<void> {
  const { account, oldPassword } = person;
  if (!oldPassword) return;
  const client = new Client(account.client.origin);
  const { email } = account;
  const answer = await client.post("/api/auth/sign-in", { email, password: oldPassword });
  expect(answer.status, `${claim}: the old password`).toBe(401);
  await signIn(person, "session");
  person.oldPassword = null;
}
