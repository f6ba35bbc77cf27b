import { beforeEach, describe, expect, it } from "vitest";
import { describeSeconds } from "@/app/_ui/words/modes";
import { GET as me } from "@/app/api/me/route";
import type { Principal } from "@/lib/auth/contract";
import { acceptedForMs } from "@/lib/auth/effect";
import { readFlash } from "@/lib/web/forms/flash";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { formData } from "@/lib/web/testing/forms";
import { calledBy, destination } from "@/lib/web/testing/next-headers";
import { createVariantAccount, signInSince, VARIANTS } from "@/lib/web/testing/variants";
import { adminAction } from "./actions";
import { type ActName, type ActResult, isActResult, readView, viewPath } from "./acts";
import AdminPage from "./page";
import { ceilingWords, endedWords, reachWords } from "./words";

const app = useApp();
let ada: Principal;
let boss: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  const { userId } = await app.createAccount();
  await app.runtime.accounts.setRole(userId, "admin");
  boss = { ...ada, userId, role: "admin" };
  browser = new Browser();
  calledBy(browser);
});

function press(act: string, id: string, view: Record<string, string> = {}) {
  return destination(() => adminAction(formData({ act, id, ...view })));
}
async function resultOf(act: ActName, whom: Principal): Promise<ActResult> {
  expect(await press(act, whom.userId)).toBe("/admin?done=1");
  const result = await readFlash<object>();
  if (!isActResult(result)) throw new Error("There is no result.");
  return result;
}
const visit = () =>
  destination(() => AdminPage({ params: Promise.resolve({}), searchParams: Promise.resolve({}) }));
const state = async () => {
  const account = await app.runtime.accounts.find(ada.userId);
  return [account?.principal.role, account?.disabled];
};

describe("the buttons", () => {
  it("do what they say, lead back to where they were pressed, and tell the page", async () => {
    await browser.signIn(app, boss, "session");
    for (const [act, after] of [
      ["make-admin", ["admin", false]],
      ["disable", ["admin", true]],
      ["make-user", ["user", true]],
      ["enable", ["user", false]],
    ] as const) {
      expect(await resultOf(act, ada)).toMatchObject({ act, id: ada.userId, refused: null, changed: true });
      expect(await state()).toEqual(after);
      expect(await resultOf(act, ada)).toMatchObject({ changed: false, ended: 0, reach: [] });
    }
    expect(await press("enable", ada.userId, { search: "a&b=c", cursor: "x" })).toBe(
      "/admin?search=a%26b%3Dc&cursor=x&done=1",
    );
  });

  it.each(["sign-in", "__proto__", "constructor", "toString", ""])(
    "%j is no act and does nothing",
    async (act) => {
      await browser.signIn(app, boss, "session");
      expect(await press(act, ada.userId)).toBe("/admin");
      expect(await state()).toEqual(["user", false]);
    },
  );

  it("ask for a password that was given too long ago, and do nothing before", async () => {
    await signInSince(app, browser, boss, "session", 16);
    expect(await press("disable", ada.userId, { search: "ada" })).toBe(
      "/confirm?next=%2Fadmin%3Fsearch%3Dada",
    );
    expect(await state()).toEqual(["user", false]);
    await signInSince(app, browser, boss, "session", 1);
    expect(await press("disable", ada.userId)).toBe("/admin?done=1");
  });

  it("say why they did not do it to oneself or to nobody", async () => {
    await browser.signIn(app, boss, "session");
    expect(await resultOf("disable", boss)).toMatchObject({
      refused: expect.stringMatching(/own_account|last_admin/),
    });
    expect(await press("disable", "nobody")).toBe("/admin?done=1");
    expect(await readFlash()).toMatchObject({ refused: "not_found", changed: false });
    expect((await browser.send(me, "GET")).status).toBe(200);
  });

  it.each(["session", "jwt"] as const)(
    "and the page are forbidden to a user, and to an old %s of an admin",
    async (mode) => {
      await browser.signIn(app, ada, mode);
      expect([await visit(), await press("make-admin", ada.userId)]).toEqual(["403", "403"]);
      browser.jar.clear();
      await browser.signIn(app, { ...ada, role: "admin" }, "jwt");
      expect([await visit(), await press("make-admin", ada.userId)]).toEqual(["403", "403"]);
      expect(await state()).toEqual(["user", false]);
      browser.jar.clear();
      await browser.signIn(app, boss, mode);
      expect([await visit(), await press("make-admin", ada.userId)]).toEqual([null, "/admin?done=1"]);
    },
  );
});

describe("what the page says of an act", () => {
  it.each(VARIANTS)(
    "to somebody with $name: the number that ended, and what the mode guarantees",
    async (variant) => {
      ada = await createVariantAccount(app, variant);
      await app.runtime.settings.update(ada.userId, { jwt: { accessTtlSeconds: 90 } });
      const theirs = new Browser();
      await theirs.signIn(app, ada, variant.mode);
      theirs.jar.delete(app.runtime.cookies.name("refresh"));
      expect((await theirs.send(me, "GET")).status).toBe(200);
      await browser.signIn(app, boss, "session");
      const { ended, reach } = await resultOf("disable", ada);
      const own = reach.find(({ mode }) => mode === variant.mode);
      if (!own) throw new Error("Every mode is there.");
      const late = acceptedForMs(own.effect, 90_000) / 1000;
      expect([ended, own.ended, own.boundSeconds]).toEqual([1, 1, late]);
      expect(reachWords(own)).toContain(
        late ? `for at most ${describeSeconds(late)} more` : "refused at once",
      );
      expect((await theirs.send(me, "GET")).status).toBe(late ? 200 : 401);
      const left = (Date.parse(own.validUntil ?? "") - Date.now()) / 1000;
      expect(left).toBeLessThanOrEqual(late);
      if (late) expect(left).toBeGreaterThan(late - 10);
      expect(reach.filter(({ mode }) => mode !== variant.mode)).toMatchObject([
        { ended: 0, validUntil: null },
      ]);
    },
  );

  it("of a cached session is its delay, and names the bound of what is older than the settings", async () => {
    await app.runtime.settings.update(ada.userId, { session: { cacheSeconds: 5 } });
    await browser.signIn(app, boss, "session");
    const { reach } = await resultOf("sign-out", ada);
    expect(reach.map(reachWords)[0]).toContain("for at most 5 s more: a check may go by a row");
    expect(ceilingWords(reach)).toContain("at most 1 min for a session and 1 h for a JWT");
    expect([0, 1, 2].map(endedWords)).toEqual(["none was live", "1 sign-in ended", "2 sign-ins ended"]);
  });
});

it("an address that means nothing shows the list from its start", () => {
  const view = (given: Record<string, unknown>) => readView((name) => given[name]);
  expect(view({})).toEqual({ search: "", cursor: undefined });
  expect(view({ search: [" a ", "b"], cursor: ["", "x"] })).toEqual({ search: "a", cursor: undefined });
  expect(view({ search: 1, cursor: {} })).toEqual({ search: "", cursor: undefined });
  expect(view({ search: "x".repeat(999), cursor: "y".repeat(9999) })).toEqual({
    search: "x".repeat(254),
    cursor: "y".repeat(2000),
  });
  expect(viewPath({ search: "//evil.example", cursor: undefined })).toBe("/admin?search=%2F%2Fevil.example");
});
