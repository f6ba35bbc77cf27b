// Waiting for a claim to become true: longer than Playwright's usual 5 s, because a busy machine with two
// cores is no fault of the app. A claim that holds costs no more time for it.

import { expect as base } from "@playwright/test";

export const expect = base.configure({ timeout: 15_000 });
