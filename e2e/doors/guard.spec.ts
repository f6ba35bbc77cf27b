// Walks the file tree of app/ and calls every page, server action and route handler that is not on the
// explicit public list, with no credential and with ones that are worth nothing: all refuse. The same again
// without the proxy. Pages and actions are also called with a genuine credential, which is let in; fuzz.spec.ts does
// the same with every handler.

import { type Account, createAccount, signIn, whoIs } from "../support/accounts";
import { callAction, postAction } from "../support/actions";
import * as tree from "../support/app-tree";
import { Client } from "../support/client";
import { redirectOf } from "../support/forms";
import { startRun } from "../support/labs";
import { PUBLIC_ACTIONS, PUBLIC_PAGES } from "../support/public-surface";
import { pathOf as handlerPath, ROUTES, requestOf } from "../support/route-manifest";
import { ROOT, type Server } from "../support/server";
import { expect, test } from "../support/test";
import { startWithoutProxy, type Target } from "../support/without-proxy";

const guardedPages = tree.listPages(ROOT).filter((page) => !PUBLIC_PAGES.includes(page));
const handlers = tree
  .listHandlers(ROOT)
  .map((handler) => ({ ...handler, name: `${handler.method} ${handler.route}` }));
const calledBy = (...callers: string[]) =>
  ROUTES.filter(({ caller }) => callers.includes(caller)).map(({ name }) => name);
const PROBES = calledBy("pair");
const guardedHandlers = handlers.filter(({ name }) => calledBy("signed-in", "admin").includes(name));
const guardedActions = tree.listActionNames(ROOT).filter((name) => !PUBLIC_ACTIONS.includes(name));

test("the public list names only what exists, and the walk finds something of each kind", () => {
  expect(tree.listPages(ROOT)).toEqual(expect.arrayContaining(PUBLIC_PAGES));
  expect(handlers.map(({ name }) => name).sort()).toEqual(ROUTES.map(({ name }) => name).sort());
  expect(tree.listActionNames(ROOT)).toEqual(expect.arrayContaining(PUBLIC_ACTIONS));
  expect(guardedPages).toEqual(expect.arrayContaining(["/dashboard", "/settings"]));
  expect(guardedHandlers.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["GET /api/me", "POST /api/pair"]),
  );
  expect(guardedActions).toContain("app/settings/actions.ts saveSettingsAction");
  expect(tree.listInlineActions(ROOT), "actions must stand in files of their own").toEqual([]);
});

/** With the request of the manifest, about things that do not exist. */
async function call(client: Client, { method, route, name }: tree.Handler & { name: string }) {
  const request = await requestOf(name);
  return client.call(method, handlerPath(route, request), { json: request.body ?? {} });
}

for (const name of ["with the proxy", "without the proxy"] as const) {
  test.describe(name, () => {
    let target: Target;
    let server: Server | undefined;
    let account: Account;
    /** A device that stays signed in throughout. */
    let witness: Client;
    /** The account's, by lab. */
    const runs = new Map<string, string>();
    const pathOf = (route: string) =>
      tree.examplePath(route, runs.get(route.startsWith("/labs/flow/") ? "flow" : "revocation"));

    test.beforeAll(async ({ baseURL }) => {
      target = { name, origin: new URL(baseURL ?? "").origin, root: ROOT };
      if (name === "without the proxy") ({ target, server } = await startWithoutProxy());
      account = await createAccount(target.origin);
      witness = await signIn(target.origin, account);
      for (const lab of ["revocation", "flow"]) {
        const id = await startRun(witness, lab);
        await witness.post(`/api/labs/runs/${id}/stop`);
        runs.set(lab, id);
      }
    });
    test.afterAll(() => server?.stop());

    test("the policy that only the proxy writes is there or is not", async () => {
      const { headers } = await new Client(target.origin).get("/login");
      expect(headers["content-security-policy"]?.includes("nonce-") ?? false).toBe(name === "with the proxy");
    });

    test("every page that is not public sends visitors to the login page and shows nothing", async () => {
      for (const [credential, client] of await worthless(target, account))
        for (const page of guardedPages) {
          const path = pathOf(page);
          const claim = `${path}, ${credential}`;
          const answer = await client.copy().get(path);
          expect([303, 307], claim).toContain(answer.status);
          expect(redirectOf(answer), claim).toMatch(/^(http:\/\/localhost:\d+)?\/login(\?|$)/);
          expectNothingPrivate(answer.text, claim);
          const payload = await client.copy().get(path, { headers: { rsc: "1" } });
          expectNothingPrivate(payload.text, `${claim}, as RSC`);
        }
      for (const page of guardedPages) {
        const answer = await witness.get(pathOf(page));
        expect(answer.status, page).toBe(isForAdmins(page) ? 403 : 200);
        // A page that is not for them keeps the navigation, with their own name.
        expect(answer.text, page).toContain(account.name);
      }
    });

    test("every handler that is not public answers 401 in the same words", async () => {
      for (const [credential, client] of await worthless(target, account))
        for (const { method, route, name } of guardedHandlers) {
          const answer = await call(client.copy(), { method, route, name });
          const claim = `${name}, ${credential}`;
          expect(answer.status, claim).toBe(401);
          if (method !== "HEAD") expect(answer.text, claim).toBe('{"error":"unauthenticated"}');
          expect(answer.headers["www-authenticate"], claim).toBe("Bearer");
          expect(answer.headers["cache-control"], claim).toBe("private, no-store");
        }
    });

    test("every probe of a pair refuses without one", async () => {
      for (const probe of PROBES) {
        const [method = "", route = ""] = probe.split(" ");
        const answer = await call(witness, { method, route, name: probe });
        expect(answer.status).toBe(401);
        expect(JSON.parse(answer.text)).toMatchObject({ active: false, reason: "missing" });
      }
    });

    test("every action of the build stands in the list of actions", () => {
      const listed = tree.listActionNames(target.root);
      for (const action of tree.listBuiltActions(target.root)) expect(listed).toContain(action.name);
    });

    test("every action that is not public refuses, called by script or as a form, and changes nothing", async () => {
      const actions = tree.listBuiltActions(target.root).filter(({ name }) => guardedActions.includes(name));
      expect(actions.length).toBeGreaterThan(0);
      const before = await stateOf(witness);
      for (const [credential, client] of await worthless(target, account))
        for (const action of actions)
          for (const page of action.pages.map(pathOf))
            for (const call of [callAction, postAction]) {
              const answer = await call(client.copy(), page, action);
              const claim = `${action.name} at ${page} by ${call.name}, ${credential}`;
              expect(redirectOf(answer), claim).toMatch(/\/login(\?|$)/);
              // Next's router gets the login page along with the redirect; a browser's form just the redirect.
              if (call === postAction) expect(answer.status, claim).toBe(303);
              expect(answer.setCookies.join(), claim).not.toMatch(/(session|access)=[^;]/);
              expectNothingPrivate(answer.text, claim);
            }
      expect(await stateOf(witness)).toEqual(before);
      for (const action of actions) {
        // What ends a session is felt at once; a copy of a JWT would go on.
        const genuine = await signIn(target.origin, account, "session");
        const answer = await callAction(genuine.copy(), pathOf(action.pages[0] ?? "/"), action);
        expect(answer.status, action.name).toBeLessThan(400);
        // It ran: it answered, or (signing out) ended the credential and then led to the login page.
        if (redirectOf(answer)?.includes("/login")) expect(await whoIs(genuine), action.name).toBeNull();
      }
    });

    test("every action refuses a request that comes from another site with the person's own cookies", async () => {
      const evil = "http://evil.example";
      const forged = [
        { origin: null },
        { origin: evil, "x-forwarded-host": "evil.example" },
        { origin: evil },
      ];
      const before = await stateOf(witness);
      for (const action of tree.listBuiltActions(target.root))
        for (const page of action.pages.map(pathOf))
          for (const call of [callAction, postAction])
            for (const headers of forged) {
              const answer = await call(witness.copy(), page, action, headers);
              const claim = `${action.name} at ${page} by ${call.name}, ${JSON.stringify(headers)}`;
              // 403 from the gate; without it Next makes a 404 of a refused form, and 500 is its own refusal.
              expect([403, 404, 500], claim).toContain(answer.status);
              expect(answer.setCookies, claim).toEqual([]);
              expect(redirectOf(answer), claim).toBeNull();
            }
      expect(await stateOf(witness)).toEqual(before);
    });

    function expectNothingPrivate(text: string, claim: string): void {
      expect(text.includes(account.email) || text.includes(account.name), claim).toBe(false);
      expect(text, claim).not.toContain("Your sign-in");
    }
  });
}

/** A genuine credential is let in, and no further: admin.spec.ts shows that an admin's is. */
const isForAdmins = (page: string) => page.startsWith("/admin");

/** Nothing at all, and credentials that only look like something. Fresh ones for every call. */
async function worthless({ origin }: Target, account: Account): Promise<[string, Client][]> {
  const ended: [string, Client][] = [];
  const forged: [string, Client][] = [];
  for (const mode of ["session", "jwt"] as const) {
    const client = await signIn(origin, account, mode);
    const tampered = client.copy();
    for (const [name, value] of tampered.cookies) tampered.cookies.set(name, tamper(value));
    forged.push([`a tampered ${mode} cookie`, tampered]);
    if (mode === "jwt") continue;
    const copy = client.copy();
    await client.post("/api/auth/sign-out");
    ended.push(["a revoked session", copy]);
  }
  return [["no credential", new Client(origin)], ...forged, ...ended];
}

function tamper(token: string): string {
  const at = Math.floor(token.length / 2);
  return token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
}

async function stateOf(client: Client): Promise<unknown> {
  return [await whoIs(client), (await client.get("/api/settings")).text];
}
