import { afterEach, beforeEach, describe } from "vitest";
import { testAccounts } from "./contract-suite/accounts";
import { testReading } from "./contract-suite/audit-reading";
import { testRecording } from "./contract-suite/audit-recording";
import { testCounters } from "./contract-suite/counters";
import { testDemo } from "./contract-suite/demo";
import { testLabRuns } from "./contract-suite/lab-runs";
import { testSettings } from "./contract-suite/settings";
import { BACKENDS, openBackend, type TestBackend } from "./testing/backends";

// What every backend keeps, whatever it is made of.

describe.each(Object.keys(BACKENDS))("the app's own tables: %s", (name) => {
  let opened: TestBackend;
  const backend = () => opened;
  beforeEach(async () => {
    opened = await openBackend(name);
  });
  afterEach(() => opened.close());

  testAccounts(backend);
  testSettings(backend);
  testRecording(backend);
  testReading(backend);
  testCounters(backend);
  testLabRuns(backend);
  testDemo(backend);
});
