import { expect, it } from "vitest";
import { REFRESH_GRACE_SECONDS } from "@/lib/auth/policy";
import { REUSE_GRACE_SECONDS } from "./guarantees";

it("the grace that people are told of is the one that counts", () => {
  expect(REUSE_GRACE_SECONDS).toBe(REFRESH_GRACE_SECONDS);
});
