import { afterEach, beforeEach, describe } from "vitest";
import { createStoreFixture, type StoreFixture } from "../../testing/store-fixture";
import type { MakeHarness } from "../../testing/stores";
import { testAtomically } from "./atomically";
import { testFamilies } from "./families";
import { testFaults } from "./faults";
import { testRevocations } from "./revocations";
import { testRotation } from "./rotation";
import { testSessionStore } from "./sessions";
import { testSignInLists } from "./sign-in-lists";
import type { ContractTerms } from "./terms";

// What every backend keeps, whatever it is made of. A new one passes by one line in its test.

export function storesContract(
  name: string,
  makeHarness: MakeHarness,
  { faults, units, sweeps = "when told" }: ContractTerms,
): void {
  describe(`stores: ${name}`, () => {
    let f: StoreFixture;
    beforeEach(async () => {
      f = await createStoreFixture(await makeHarness());
    });
    afterEach(() => f.close());

    testSessionStore(() => f, sweeps);
    testRotation(() => f);
    testFamilies(() => f, sweeps);
    testSignInLists(() => f);
    testRevocations(() => f);
    testAtomically(() => f, units);
    testFaults(() => f, faults);
  });
}
