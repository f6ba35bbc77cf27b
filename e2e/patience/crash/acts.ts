// What a person may do to their sign-ins over HTTP, each as an act with the event that belongs to it. Every
// answer is checked; whoever's connection breaks throws.

import { COOKIE, type Mode } from "../../support/accounts";
import { Client } from "../../support/client";
import { expect } from "../../support/expect";
import { type Answer, json } from "../../support/http";
import type { Act, Holding, Live, Person } from "./person";
import type { Random } from "./random";

export const REFRESH = "__Host-refresh";

/** One act by chance. */
export async function actByChance(person: Person, random: Random): Promise<void> {
  const active = person.active();
  if (active.length < 2) return signIn(person, random.pick(["session", "jwt"]));
  const [one, other] = [random.pick(active), random.pick(active)];
  const jwts = active.filter(isJwt);
  const roll = random.below(100);
  if (roll < 35 && jwts.length > 0) return refresh(person, random.pick(jwts));
  if (roll < 55 || one === other) return signOut(person, one);
  if (roll < 70) return endDevice(person, one, other);
  if (roll < 76) return signOutEverywhere(person, one, false);
  if (roll < 82) return signOutEverywhere(person, one, true);
  if (roll < 88) return changePassword(person, one, `another hat, another coat ${random.below(1e9)}`);
  return switchMode(person, one);
}

export const isJwt = ({ client }: Holding): boolean => client.cookies.has(REFRESH);

export async function signIn(person: Person, mode: Mode): Promise<void> {
  const { email, password } = person.account;
  const client = new Client(person.account.client.origin);
  const act: Act = { event: "sign-in", leaves: (live, named) => [...live, named] };
  await person.attempt(act, async () => {
    const answer = await client.post("/api/auth/sign-in", { email, password, mode });
    const { sessionId } = json<{ sessionId: string }>(done(answer, 200));
    act.named = person.hold(client, sessionId).id;
  });
}

/** Twice at the same time, as two tabs do. */
export async function refresh(person: Person, holding: Holding): Promise<void> {
  const { client } = holding;
  const [parent, twin] = [client.copy(), client.copy()];
  await person.using(holding, async () => {
    const answers = await Promise.all([client, twin].map((tab) => tab.post("/api/auth/refresh")));
    for (const answer of answers) done(answer, 200);
  });
  expect(twin.cookies.get(REFRESH)).toBe(client.cookies.get(REFRESH));
  holding.spent.push(parent);
}

async function signOut(person: Person, holding: Holding): Promise<void> {
  await person.attempt(ending("sign-out", holding), async () => {
    // By a copy: the credentials that are over are tried later.
    done(await holding.client.copy().post("/api/auth/sign-out"), 204);
    holding.over = true;
  });
}

async function endDevice(person: Person, one: Holding, other: Holding): Promise<void> {
  await person.attempt(ending("sign-in.ended", other), () =>
    person.using(one, async () => {
      done(await one.client.call("DELETE", `/api/devices/${other.id}`), 204);
      other.over = true;
    }),
  );
}

async function signOutEverywhere(person: Person, one: Holding, exceptThis: boolean): Promise<void> {
  const { id } = one;
  const client = exceptThis ? one.client : one.client.copy();
  const leaves = () => (exceptThis ? [id] : []);
  await person.attempt({ event: "sign-out-everywhere", named: id, leaves }, () =>
    person.using(one, async () => {
      done(await client.post("/api/auth/sign-out-everywhere", { exceptThis }), 200);
      for (const holding of person.active()) holding.over = !exceptThis || holding !== one;
    }),
  );
}

async function changePassword(person: Person, one: Holding, newPassword: string): Promise<void> {
  const currentPassword = person.account.password;
  const leaves: Act["leaves"] = (_live, named) => [named];
  await person.attempt({ event: "password.changed", newPassword, holding: one, leaves }, async () => {
    await person.exchanging(one, async () =>
      done(await one.client.post("/api/account/password", { currentPassword, newPassword }), 204),
    );
    for (const holding of person.active()) holding.over = holding !== one;
  });
}

async function switchMode(person: Person, one: Holding): Promise<void> {
  const old = one.id;
  const mode: Mode = one.client.cookies.has(COOKIE.session) ? "jwt" : "session";
  const leaves: Act["leaves"] = (live, named) => [...without(live, old), named];
  await person.attempt({ event: "mode.switched", holding: one, leaves }, () =>
    person.exchanging(one, async () => done(await one.client.post("/api/auth/mode", { mode }), 200)),
  );
}

/** A spent token in somebody else's hands: it is refused, and ends the family. */
export async function steal(person: Person, holding: Holding, thief: Client): Promise<void> {
  await person.attempt(ending("refresh.reused", holding), async () => {
    done(await thief.post("/api/auth/refresh"), 401);
    holding.over = true;
  });
}

function ending(event: string, { id }: Holding): Act {
  return { event, named: id, leaves: (live) => without(live, id) };
}

function done(answer: Answer, status: number): Answer {
  expect(answer.status, answer.text).toBe(status);
  return answer;
}

const without = (live: Live, id: string): string[] => [...live].filter((one) => one !== id);
