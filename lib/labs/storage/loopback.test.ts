import { expect, it } from "vitest";
import { findLab } from "../list";
import { closedBecause } from "../runs/labs";
import { startRun } from "../runs/start";
import { startLabs } from "../testing/runs";
import { storage } from "./manifest";

// The lab opens pages at localhost: on a public origin nobody but the server itself could visit them.

it("the lab says why no run of it can start on a public origin, and closes no other", async () => {
  const labs = await startLabs({ APP_ORIGIN: "https://coats.example", DEMO: "on" });
  const { runtime } = labs;
  const closed = closedBecause(runtime, storage);
  expect(closed).toContain("a browser on the server’s own machine");
  const refused = await startRun(runtime, "storage", {}, {}, await labs.person());
  expect(refused).toEqual({ refused: "invalid", message: closed });
  const other = findLab("revocation");
  expect(other && closedBecause(runtime, other)).toBeNull();
  labs.stop();

  const here = await startLabs({ DEMO: "on" });
  expect(closedBecause(here.runtime, storage)).toBeNull();
  here.stop();
});
