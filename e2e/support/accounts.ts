// Accounts of the tests' own: every test makes one for itself, so none can disturb another.

import { randomUUID } from "node:crypto";
import { Client } from "./client";
import { type Answer, json } from "./http";
import { makeAdmin } from "./rows";

export type Mode = "session" | "jwt";
export const MODES: readonly Mode[] = ["session", "jwt"];

/** The contract's cookie for each mode's credential. */
export const COOKIE: Readonly<Record<Mode, string>> = { session: "__Host-session", jwt: "__Host-access" };
/** The names people see. */
export const LABEL: Readonly<Record<Mode, string>> = { session: "Database session", jwt: "JWT cookie" };

export interface Account {
  email: string;
  password: string;
  name: string;
  /** The browser in which the account was created, signed in. */
  client: Client;
}

export interface Identity {
  user: { id: string; email: string; name: string; role: string };
  auth: {
    mode: Mode;
    sessionId: string;
    issuedAt: string;
    expiresAt: string;
    strategy?: string;
    alg?: string;
  };
}

export function newIdentity(): { email: string; password: string; name: string } {
  const id = randomUUID().slice(0, 8);
  return { email: `e2e-${id}@example.test`, password: `hat and coat ${id}`, name: `Test ${id}` };
}

/** Creates an account; `settings` are those of `PATCH /api/settings`. Its client is signed in afterwards. */
export async function createAccount(origin: string, settings?: object): Promise<Account> {
  const identity = newIdentity();
  const client = new Client(origin);
  expectStatus(await client.post("/api/auth/sign-up", identity), 201);
  if (settings) expectStatus(await client.call("PATCH", "/api/settings", { json: settings }), 200);
  return { ...identity, client };
}

/** An admin of real accounts, which no visitor can be. Its client is signed in as one. */
export async function createAdmin(origin: string): Promise<Account> {
  const account = await createAccount(origin);
  const identity = await whoIs(account.client);
  await makeAdmin(identity?.user.id ?? "");
  return { ...account, client: await signIn(origin, account) };
}

/** Signs in from a new device, in the account's mode or another. */
export async function signIn(
  origin: string,
  { email, password }: Pick<Account, "email" | "password">,
  mode?: Mode,
): Promise<Client> {
  const client = new Client(origin);
  expectStatus(await client.post("/api/auth/sign-in", { email, password, ...(mode && { mode }) }), 200);
  return client;
}

/** Who the app says this client is; null when it is refused. Any other answer is an error. */
export async function whoIs(client: Client): Promise<Identity | null> {
  const answer = await client.get("/api/me");
  if (answer.status === 401) return null;
  expectStatus(answer, 200);
  return json<Identity>(answer);
}

function expectStatus(answer: Answer, status: number): void {
  if (answer.status !== status)
    throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text.slice(0, 300)}`);
}
