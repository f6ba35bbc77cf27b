import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@/lib/auth/contract";
import { BOUNDS } from "@/lib/auth/policy";
import type { Settings } from "@/lib/stores/settings";
import { useApp } from "@/lib/web/testing/app";
import { settingsPatchSchema } from "./schema";

// What settings may be.

const app = useApp();
let userId: UserId;
let initial: Settings;
beforeEach(async () => {
  ({ userId } = await app.createAccount());
  initial = await app.runtime.settings.get(userId);
});
const accepts = (patch: unknown) => settingsPatchSchema.safeParse(patch).success;

describe("bounds", () => {
  const fields = [
    ["jwt", "accessTtlSeconds", BOUNDS.accessTtlSeconds],
    ["jwt", "refreshIdleSeconds", BOUNDS.idleTimeoutSeconds],
    ["jwt", "refreshAbsoluteSeconds", BOUNDS.absoluteTimeoutSeconds],
    ["session", "idleTimeoutSeconds", BOUNDS.idleTimeoutSeconds],
    ["session", "absoluteTimeoutSeconds", BOUNDS.absoluteTimeoutSeconds],
  ] as const;

  it.each(fields)("%s.%s takes whole seconds within its bounds", (group, name, { min, max }) => {
    const takes = (value: unknown) => accepts({ [group]: { [name]: value } });
    expect(min).toBe(2);
    for (const value of [min, min + 1, max]) expect(takes(value)).toBe(true);
    for (const value of [
      min - 1,
      max + 1,
      0,
      -1,
      2.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      "60",
      null,
      [60],
      true,
    ])
      expect(takes(value)).toBe(false);
  });

  it.each([
    ["session.cacheSeconds", 0, 60, (value: unknown) => ({ session: { cacheSeconds: value } })],
    ["maxSignIns", 1, 1_000, (value: unknown) => ({ maxSignIns: value })],
  ])("%s takes whole numbers from %d to %d", (_, min, max, patch) => {
    for (const value of [min, min + 1, max]) expect(accepts(patch(value))).toBe(true);
    for (const value of [min - 1, max + 1, 2.5, "5", [5], true, null, Number.NaN])
      expect(accepts(patch(value))).toBe(false);
  });

  it("any JSON either leaves valid settings behind, or is refused and changes nothing", async () => {
    const nearly = fc.record(
      {
        authMode: fc.constantFrom("session", "jwt", "JWT", "", null),
        jwt: fc.record(
          {
            alg: fc.constantFrom("HS256", "EdDSA", "none", "es256", 1),
            accessTtlSeconds: fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.double(), fc.string()),
            revocation: fc.constantFrom("expiry-only", "denylist", "blacklist", ""),
            refreshIdleSeconds: fc.oneof(fc.integer({ min: 0, max: 3_000_000 }), fc.constant(null)),
          },
          { requiredKeys: [] },
        ),
        session: fc.record(
          { idleTimeoutSeconds: fc.integer(), cacheSeconds: fc.nat(70), __proto__: fc.anything() },
          { requiredKeys: [] },
        ),
        maxSignIns: fc.oneof(fc.nat(1_100), fc.constant(null), fc.constant("")),
        role: fc.constant("admin"),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(nearly, fc.jsonValue()), async (input) => {
        const before = await app.runtime.settings.get(userId);
        const patch = settingsPatchSchema.safeParse(input);
        const after = patch.success ? await app.runtime.settings.update(userId, patch.data) : before;
        expect(await app.runtime.settings.get(userId)).toEqual(after);
        expect(accepts(after)).toBe(true);
        expect(Object.keys(after)).toEqual(Object.keys(initial));
      }),
      { numRuns: 400 },
    );
  });
});
