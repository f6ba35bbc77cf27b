import { expect } from "vitest";
import { PATCH } from "@/app/api/admin/users/[id]/route";
import { POST } from "@/app/api/admin/users/[id]/sign-out/route";
import { GET } from "@/app/api/admin/users/route";
import type { ModeName, Principal } from "@/lib/auth/contract";
import type { TestApp } from "@/lib/web/testing/app";
import { type Answer, Browser } from "@/lib/web/testing/browser";

// Admins for tests, and the admin API as it is called: nothing here knows what the answer should be.

/** The account as it is from now on. Its credentials keep what they say. */
export async function promote({ runtime }: TestApp, principal: Principal): Promise<Principal> {
  await runtime.accounts.setRole(principal.userId, "admin");
  return { ...principal, role: "admin" };
}

export async function signedIn(app: TestApp, principal: Principal, mode: ModeName): Promise<Browser> {
  const browser = new Browser();
  await browser.signIn(app, principal, mode);
  return browser;
}

/** No admin but those of the test, so that the last one is known. */
export function demoteAll({ database }: TestApp): void {
  database.sqlite.exec("UPDATE users SET role = 'user'");
}

export const listUsers = (by: Browser, query = ""): Promise<Answer> =>
  by.send(GET, "GET", { path: `/api/admin/users${query}` });
export const changeUser = (by: Browser, id: string, body: object): Promise<Answer> =>
  by.send(PATCH, "PATCH", { params: { id }, body });
export const signOutUser = (by: Browser, id: string): Promise<Answer> =>
  by.send(POST, "POST", { params: { id } });

/** An account as it is listed, signed in nowhere unless told otherwise. */
export const view = (whom: Principal, more: object = {}): object => ({
  id: whom.userId,
  email: whom.email,
  name: "Ada",
  role: whom.role,
  disabled: false,
  demo: false,
  createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  signIns: { session: 0, jwt: 0 },
  ...more,
});
