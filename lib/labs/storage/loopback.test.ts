import { expect, it } from "vitest";
import { labOf, startRun } from "..";
import { startLabs } from "../testing/runs";
import { siteServers } from "./server";

// The lab opens pages at localhost: on a public origin nobody but the server itself could visit them.

it("the lab says why no run of it can start on a public origin, and closes no other", async () => {
  const labs = await startLabs({ APP_ORIGIN: "https://coats.example", DEMO: "on" });
  const current = await labs.person();
  const closed = (await labOf("storage"))?.closed;
  expect(closed).toContain("a browser on the server’s own machine");
  expect(await startRun("storage", {}, {}, current)).toEqual({ refused: "invalid", message: closed });
  expect((await siteServers()).ofRun("any")).toBeNull();
  expect((await labOf("revocation"))?.closed).toBeNull();
  labs.stop();

  const here = await startLabs({ DEMO: "on" });
  expect((await labOf("storage"))?.closed).toBeNull();
  here.stop();
});
