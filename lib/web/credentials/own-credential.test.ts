import { expect, it, vi } from "vitest";
import { calledBy } from "@/lib/web/testing/next-headers";
import { requireDescribedUser } from "../dal";
import { useApp } from "../testing/app";
import { Browser } from "../testing/browser";
import { describeOwnCredential } from "./own-credential";

const app = useApp();

it.each([0, 60])(
  "a session that is remembered for %d s is read no more than its checks ask for",
  async (seconds) => {
    const ada = await app.createAccount("session");
    await app.runtime.settings.update(ada.userId, { session: { cacheSeconds: seconds } });
    const browser = new Browser();
    await browser.signIn(app, ada, "session");
    calledBy(browser);
    const find = vi.spyOn(app.runtime.stores.sessions, "find");
    const own = await describeOwnCredential(await requireDescribedUser("/dashboard"));
    expect(own.introspection).toMatchObject({ active: true, row: { userId: ada.userId } });
    // A remembered row may be another one by now: who looks at it sees what is stored.
    // Four more checks give the median of a step; a remembered row is not read for them.
    expect(find).toHaveBeenCalledTimes(seconds === 0 ? 1 + 4 : 2);
    find.mockRestore();
  },
);

it("a JWT is described by its check as it is when it is described alone", async () => {
  const ada = await app.createAccount("jwt");
  const browser = new Browser();
  const token = await browser.signIn(app, ada, "jwt");
  calledBy(browser);
  const { introspection } = await describeOwnCredential(await requireDescribedUser("/dashboard"));
  expect(introspection).toEqual(await app.runtime.auth.modes.jwt.introspect(token));
});

it("a step's time is the median of five checks, and a first one that paid more is marked", async () => {
  const ada = await app.createAccount("session");
  const browser = new Browser();
  await browser.signIn(app, ada, "session");
  calledBy(browser);
  const { steps } = await describeOwnCredential(await requireDescribedUser("/dashboard"));
  const unseal = steps.find(({ name }) => name === "Unseal");
  expect(unseal).toMatchObject({ outcome: "ok", times: 5, firstMicroseconds: expect.any(Number) });
  expect(unseal?.firstMicroseconds).toBeGreaterThan(3 * (unseal?.microseconds ?? 0));
  const again = await describeOwnCredential(await requireDescribedUser("/dashboard"));
  expect(again.steps.find(({ name }) => name === "Unseal")).toMatchObject({
    outcome: "remembered",
    times: 5,
  });
});
