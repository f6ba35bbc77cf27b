// Starting and ending the real thing: a second start builds nothing, and a signal ends it in an orderly way.
// What a start refuses is in scripts/start.test.ts.

import { createAccount, whoIs } from "../support/accounts";
import { isOnPostgres } from "../support/database";
import { newDataDir, startServer } from "../support/server";
import { expect, test } from "../support/test";

test("a second start builds nothing and knows everybody; SIGTERM and SIGINT end it with code 0", async () => {
  const dataDir = newDataDir();
  const first = await startServer({ dataDir });
  // It prints where it runs, who can be tried and where the data is.
  for (const told of [
    `running at ${first.origin}`,
    "alice@example.com",
    isOnPostgres ? "PostgreSQL" : dataDir,
  ])
    await expect.poll(first.output).toContain(told);
  const account = await createAccount(first.origin, { authMode: "jwt" });
  expect(await first.stop("SIGTERM")).toMatchObject({ code: 0 });

  const startedAt = performance.now();
  // The same port, so that it is the same origin: the issuer of what was signed before.
  const second = await startServer({ dataDir, port: Number(new URL(first.origin).port) });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(second.output()).not.toMatch(/building/i);
  expect((await whoIs(account.client))?.user.email).toBe(account.email);
  const { code, milliseconds } = await second.stop("SIGINT");
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(6000);
  expect(second.output()).not.toMatch(/error/i);
});
