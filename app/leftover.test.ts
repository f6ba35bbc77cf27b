import { beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/auth/contract";
import { pageAccess } from "@/lib/web/gate/access";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { allPages } from "@/lib/web/testing/routes";

// A JWT may outlive its account. No page then fails: what reads the account leads to the login page, and the pages
// to sign in and sign up by do not send such a visitor in a circle.

type Page = (props: object) => Promise<unknown>;
const pages = allPages();
/** Pages that go on as the JWT's `staleClaims` says: they read nothing of the account that its end takes away. */
const GO_ON: Readonly<Record<string, readonly string[]>> = {
  deleted: ["/confirm", "/labs", "/labs/[lab]"],
  disabled: ["/confirm", "/dashboard", "/devices", "/settings", "/labs", "/labs/[lab]", "/labs/flow"],
};
/** A lab that exists, and what nobody has. */
const PARAMS = { lab: "revocation", id: "A".repeat(22), key: "A".repeat(22), fact: "none", record: "none" };
/** Where a page leads that only some may see, or that is of a run. */
const LEADS_TO: Readonly<Record<string, string>> = {
  "/admin": "403",
  "/labs/[lab]/runs/[id]": "404",
  "/labs/flow/runs/[id]": "404",
  "/shared/[id]/[key]": "404",
  "/docs/code/[fact]": "404",
  "/docs/decisions/[record]": "404",
};

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  await browser.signIn(app, ada, "jwt");
});

async function visit(file: string): Promise<string | null> {
  const { default: page }: { default: Page } = await import(file);
  calledBy(browser);
  return destination(() => page({ params: Promise.resolve(PARAMS), searchParams: Promise.resolve({}) }));
}

const ends: [string, () => Promise<void>][] = [
  ["deleted", () => app.runtime.accounts.remove(ada.userId)],
  ["disabled", () => app.runtime.accounts.setDisabled(ada.userId, new Date())],
];

/** Who is signed in has nothing to do there. */
const FOR_STRANGERS = ["/login", "/signup"];

it("there are pages of all kinds", () => {
  const kinds = new Set(pages.map(({ address }) => pageAccess(address)));
  expect([...kinds].sort()).toEqual(["by-link", "public", "signed-in"]);
});

describe.each(ends)("of an account that was %s", (name, end) => {
  const isProtected = ({ address }: { address: string }) => pageAccess(address) === "signed-in";

  it.each(pages.filter(isProtected))("$address does not fail", async ({ file, address }) => {
    const open = await visit(file);
    expect(open).toBe(LEADS_TO[address] ?? null);
    await end();
    expect(await visit(file)).toBe(GO_ON[name]?.includes(address) ? null : (open ?? "/login"));
  });

  it.each(pages.filter((page) => !isProtected(page)))(
    "$address stays, so nobody goes in a circle",
    async ({ file, address }) => {
      const open = LEADS_TO[address] ?? null;
      expect(await visit(file)).toBe(FOR_STRANGERS.includes(address) ? "/dashboard" : open);
      await end();
      expect(await visit(file)).toBe(open);
    },
  );
});
