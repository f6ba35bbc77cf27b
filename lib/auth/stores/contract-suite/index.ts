import { afterEach, beforeEach, describe } from "vitest";
import { createStoreFixture, type StoreFixture } from "../../testing/store-fixture";
import type { StoreHarness } from "../../testing/stores";
import { testAtomically } from "./atomically";
import { testFamilies } from "./families";
import { testFaults } from "./faults";
import { testRevocations } from "./revocations";
import { testRotation } from "./rotation";
import { testSessionStore } from "./sessions";
import { testSignInLists } from "./sign-in-lists";

// What every backend keeps, whatever it is made of. A new one passes by one line in its test.

export function storesContract(name: string, makeHarness: () => StoreHarness): void {
  describe(`stores: ${name}`, () => {
    let f: StoreFixture;
    beforeEach(() => {
      f = createStoreFixture(makeHarness());
    });
    afterEach(() => f.close());

    const trial = makeHarness();
    const faults = Object.keys(trial.faults);
    trial.close();

    testSessionStore(() => f);
    testRotation(() => f);
    testFamilies(() => f);
    testSignInLists(() => f);
    testRevocations(() => f);
    testAtomically(() => f);
    testFaults(() => f, faults);
  });
}
