import { beforeAll, describe, expect, it } from "vitest";
import { pageAccess } from "@/lib/web/gate/access";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { allPages } from "@/lib/web/testing/routes";

// Every protected page of the file tree, called as if proxy.ts did not exist: the gate is never the only guard.

type Page = (props: object) => Promise<unknown>;
/** What the dynamic parts of an address stand for: a lab, and a run of the lab that the address names. */
const paramsIn = (address: string) => ({
  lab: "revocation",
  id: address.startsWith("/labs/flow/") ? "a-run-of-flow" : "a-run-of-revocation",
});
const RUNS = ["flow", "revocation"] as const;
const pages = allPages()
  .map(({ file, address }) => {
    const params = paramsIn(address);
    return { file, params, address: address.replace("[lab]", params.lab).replace("[id]", params.id) };
  })
  .filter(({ address }) => pageAccess(address) === "signed-in");

const app = useApp();
beforeAll(async () => {
  const { userId } = await app.createAccount();
  for (const lab of RUNS)
    await app.runtime.labRuns.insert({
      id: `a-run-of-${lab}`,
      userId,
      lab,
      createdAt: new Date(),
      params: {},
      predictions: {},
    });
});

it("there are protected pages", () => expect(pages.length).toBeGreaterThanOrEqual(2));

describe.each(pages)("$address without the gate", ({ file, address, params }) => {
  async function visit(browser: Browser, headers: Record<string, string> = {}): Promise<string | null> {
    const { default: page }: { default: Page } = await import(file);
    calledBy(browser, headers);
    return destination(() => page({ params: Promise.resolve(params), searchParams: Promise.resolve({}) }));
  }

  it("sends whoever is not signed in to the login page, and back afterwards", async () => {
    for (const cookie of ["", "__Host-session=", "__Host-session=x", "__Host-access=a.b.c"])
      expect(await visit(new Browser(), { cookie })).toBe(`/login?next=${encodeURIComponent(address)}`);
  });

  it.each(["session", "jwt"] as const)("opens to a %s, and to no two credentials at once", async (mode) => {
    const [browser, account] = [new Browser(), await app.createAccount()];
    await app.runtime.accounts.setRole(account.userId, "admin");
    const ada = { ...account, role: "admin" } as const;
    await browser.signIn(app, ada, mode);
    expect(await visit(browser)).toBeNull();
    await browser.signIn(app, ada, mode === "jwt" ? "session" : "jwt");
    expect(await visit(browser)).toMatch(/^\/login/);
  });

  it("is for admins alone where its address says so", async () => {
    const browser = new Browser();
    await browser.signIn(app, await app.createAccount(), "session");
    expect(await visit(browser)).toBe(address.startsWith("/admin") ? "403" : null);
  });

  it("refuses a session whose seal is good and whose row is gone", async () => {
    const [browser, ada] = [new Browser(), await app.createAccount()];
    await browser.signIn(app, ada, "session");
    await app.runtime.auth.modes.session.revokeAll(ada.userId);
    expect(await visit(browser)).toMatch(/^\/login/);
  });
});
