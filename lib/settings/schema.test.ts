import { describe, expect, it } from "vitest";
import { settingsFormSchema } from "@/lib/settings/schema";
import { SETTINGS_FORM } from "@/lib/web/testing/forms";

describe("the form", () => {
  const valid = { ...SETTINGS_FORM, "jwt.accessTtlSeconds": " 1 min ", "session.idleTimeoutSeconds": "2" };

  it("takes text and gives numbers", () => {
    expect(settingsFormSchema.parse(valid)).toMatchObject({
      jwt: { accessTtlSeconds: 60 },
      session: { idleTimeoutSeconds: 2 },
    });
  });

  it.each(["", "1 s", "61 min", "soon", null, 60, new File([], "x")])("refuses %j as a lifetime", (text) => {
    const parsed = settingsFormSchema.safeParse({ ...valid, "jwt.accessTtlSeconds": text });
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([["jwt", "accessTtlSeconds"]]);
  });

  it.each([
    ["", undefined],
    [" ", undefined],
    ["1", 1],
    [" 50 ", 50],
    ["1000", 1_000],
    ["0", undefined],
    ["1001", undefined],
    ["12345", undefined],
    ["-1", undefined],
    ["2.5", undefined],
    ["x", undefined],
    [null, undefined],
  ])("%j sign-ins at once means %j", (maxSignIns, expected) => {
    const parsed = settingsFormSchema.safeParse({ ...valid, maxSignIns });
    expect(parsed.data?.maxSignIns).toBe(expected);
    if (!parsed.success) expect(parsed.error.issues.map(({ path }) => path)).toEqual([["maxSignIns"]]);
  });

  it.each(["authMode", "jwt.alg", "jwt.revocation"])("refuses an unknown %s", (name) => {
    for (const value of ["", "none", "constructor", null, undefined])
      expect(settingsFormSchema.safeParse({ ...valid, [name]: value }).success).toBe(false);
  });
});
