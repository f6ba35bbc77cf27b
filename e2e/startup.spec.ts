// Starting and ending the real thing: a second start builds nothing, and a signal ends it in an orderly way.
// What a start refuses is in scripts/start.test.ts.

import { createAccount, whoIs } from "./support/accounts";
import { newDataDir, startServer } from "./support/server";
import { expect, test } from "./support/test";

test("a second start builds nothing and knows everybody; SIGTERM and SIGINT end it with code 0", async () => {
  test.slow();
  const dataDir = newDataDir();
  const first = await startServer({ dataDir });
  const account = await createAccount(first.origin, { authMode: "jwt" });
  expect(await first.stop("SIGTERM")).toMatchObject({ code: 0 });

  const startedAt = performance.now();
  // The same port, so that it is the same origin: the issuer of what was signed before.
  const second = await startServer({ dataDir, port: Number(new URL(first.origin).port) });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect(second.output()).not.toMatch(/building/i);
  expect(second.output()).toContain(`running at ${first.origin}`);
  expect((await whoIs(account.client))?.user.email).toBe(account.email);
  const { code, milliseconds } = await second.stop("SIGINT");
  expect(code).toBe(0);
  expect(milliseconds).toBeLessThan(6000);
  expect(second.output()).not.toMatch(/error/i);
});

test("a start prints where it runs, who can be tried and where the data is, and no secret", async () => {
  const server = await startServer();
  const output = server.output();
  expect(output).toContain(server.origin);
  expect(output).toContain("alice@example.com");
  expect(output).toContain(server.dataDir);
  await server.stop();
});
