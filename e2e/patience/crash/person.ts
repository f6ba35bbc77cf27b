// Somebody who does one act after the other while the server is killed under them, and who remembers what was
// answered. After a crash everything answered must be there, and the one act that was under way must be there as
// a whole or not at all. What the acts are stands in acts.ts.

import { type Account, createAccount, whoIs } from "../../support/accounts";
import type { Client } from "../../support/client";
import { expect } from "../../support/expect";
import { liveSignIns, type Tables } from "./tables";

/** What one browser holds. `client` keeps the last credentials it was answered with. */
export interface Holding {
  client: Client;
  /** Empty while the answer that would tell is still out. */
  id: string;
  /** Copies with refresh tokens that were exchanged since, the oldest first. */
  spent: Client[];
  /** An exchange may have been made whose answer never came. */
  unsure: boolean;
  over: boolean;
  /** Has been refused after it was over. */
  tried: boolean;
}

export type Live = ReadonlySet<string>;

export interface Act {
  /** The kind of the event that belongs to it. */
  event: string;
  /** The sign-in that the event names, as far as the answers told. */
  named?: string;
  /** Who holds that sign-in afterwards, where it is a new one. */
  holding?: Holding;
  newPassword?: string;
  /** Which sign-ins are alive after it. */
  leaves(live: Live, named: string): Iterable<string>;
}

/** "refreshed" is counted elsewhere: the guard exchanges, too. */
const ACTS: readonly string[] = [
  ...["sign-in", "sign-out", "sign-in.ended", "sign-out-everywhere"],
  ...["password.changed", "mode.switched", "refresh.reused"],
];

export class Person {
  readonly holdings: Holding[] = [];
  live: Live = new Set();
  /** The one before, until somebody has tried it. */
  oldPassword: string | null = null;
  private acknowledged: Act[] = [];
  private underWay: Act | null = null;
  private seen = 0;

  private constructor(
    readonly account: Account,
    readonly userId: string,
    /** What this account's JWTs are checked by. */
    readonly revocation: string,
  ) {}

  static async create(origin: string, revocation: string): Promise<Person> {
    const account = await createAccount(origin, { jwt: { revocation, accessTtlSeconds: 3600 } });
    const identity = await whoIs(account.client);
    if (!identity) throw new Error("Signing up did not sign in.");
    const person = new Person(account, identity.user.id, revocation);
    const { id } = person.hold(account.client, identity.auth.sessionId);
    person.acknowledged.push({ event: "sign-in", named: id, leaves: (live) => [...live, id] });
    return person;
  }

  active(): Holding[] {
    return this.holdings.filter(({ over }) => !over);
  }

  hold(client: Client, id: string): Holding {
    const holding = { client, id, spent: [], unsure: false, over: false, tried: false };
    this.holdings.push(holding);
    return holding;
  }

  /** Remembers the act as answered when `call` has come back; as under way for ever when it throws. */
  async attempt(act: Act, call: () => Promise<void>): Promise<void> {
    this.underWay = act;
    await call();
    this.underWay = null;
    this.acknowledged.push(act);
    if (act.newPassword) this.passwordIs(act.newPassword);
    const { holding } = act;
    if (!holding) return;
    await this.using(holding, async () => {
      holding.id = act.named = (await whoIs(holding.client))?.auth.sessionId ?? "nobody";
    });
  }

  /** Calls with this holding's credentials, which the guard may exchange on the way. */
  async using(holding: Holding, call: () => Promise<unknown>): Promise<void> {
    holding.unsure = true;
    await call();
    holding.unsure = false;
  }

  /** A call that gives the holding another sign-in. What it held is kept, to be tried later. */
  async exchanging(holding: Holding, call: () => Promise<unknown>): Promise<void> {
    const old = { ...holding, client: holding.client.copy(), over: true };
    await this.using(holding, call);
    Object.assign(holding, { id: "", spent: [] });
    this.holdings.push(old);
  }

  /** After a crash: the tables tell what was answered, with or without the act that was under way. */
  reconcile(tables: Tables, claim: string): void {
    const events = tables.events.filter(
      ({ id, kind, userId }) => userId === this.userId && id > this.seen && ACTS.includes(kind),
    );
    const acts = [...this.acknowledged];
    if (this.underWay && events.length > acts.length) {
      acts.push(this.underWay);
      if (this.underWay.newPassword) this.passwordIs(this.underWay.newPassword);
    }
    expect(
      events.map(({ kind }) => kind),
      claim,
    ).toEqual(acts.map(({ event }) => event));
    for (const [index, { named, leaves, holding }] of acts.entries()) {
      const sessionId = events[index]?.sessionId ?? "";
      expect(named ?? sessionId, claim).toBe(sessionId);
      this.live = new Set(leaves(this.live, sessionId));
      // Only the last of several exchanges can have lost the answer that names it.
      if (holding?.id === "" && named === undefined) holding.id = sessionId;
    }
    expect([...liveSignIns(tables, this.userId).keys()].sort(), claim).toEqual([...this.live].sort());
    for (const holding of this.holdings) holding.over = !this.live.has(holding.id);
    this.seen = tables.events.at(-1)?.id ?? 0;
    this.acknowledged = [];
    this.underWay = null;
  }

  private passwordIs(password: string): void {
    this.oldPassword = this.account.password;
    this.account.password = password;
  }
}
