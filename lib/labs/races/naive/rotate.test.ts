import { beforeEach, describe, expect, it } from "vitest";
import type { Principal, SessionId, UserId } from "@/lib/auth/contract";
import { hashOf, type Rotate, rotateForking, rotateNaively } from "./rotate";
import { createTokenTable, type TokenTable } from "./token-table";

// The foreign ways are honest ones: for one request after another they do what they are meant to. Only two at once
// are too much for them.

const principal: Principal = {
  userId: "u" as UserId,
  email: "a@example.com",
  name: "A",
  role: "user" as const,
};
const START = Date.parse("2030-01-01T00:00:00Z");
const after = (seconds: number) => ({ at: new Date(START + seconds * 1000), ip: "::1", userAgent: "test" });
const GRACE = 10;

let table: TokenTable;
beforeEach(async () => {
  table = createTokenTable(0);
  await table.insert({
    hash: hashOf("first"),
    familyId: "f" as SessionId,
    userId: principal.userId,
    principal,
    authenticatedAt: new Date(START),
    expiresAt: new Date(START + 3_600_000),
    firstUse: null,
  });
});

const rotations: [name: string, rotate: Rotate][] = [
  ["naive rotation", rotateNaively],
  ["grace by forking", rotateForking(GRACE)],
];

describe.each(rotations)("%s", (_name, rotate) => {
  it("exchanges one token after the other", async () => {
    const second = await rotated(rotate(table, "first", after(1)));
    const third = await rotated(rotate(table, second, after(2)));
    expect(new Set(["first", second, third]).size).toBe(3);
  });

  it("ends the family when a token comes back after the grace", async () => {
    const second = await rotated(rotate(table, "first", after(1)));
    expect(await rotate(table, "first", after(1 + GRACE))).toMatchObject({ kind: "reused" });
    expect(await rotate(table, second, after(2 + GRACE))).toEqual({ kind: "unknown" });
  });

  it("knows no token it has not given, and none when the family is over", async () => {
    expect(await rotate(table, "other", after(1))).toEqual({ kind: "unknown" });
    expect(await rotate(table, "first", after(3600))).toEqual({ kind: "unknown" });
    expect(await rotate(table, "first", after(3599))).toMatchObject({ kind: "rotated" });
  });

  it("gives two at once two successors, and both live on", async () => {
    const both = await Promise.all([
      rotated(rotate(table, "first", after(1))),
      rotated(rotate(table, "first", after(1))),
    ]);
    expect(new Set(both).size).toBe(2);
    for (const token of both) await rotated(rotate(table, token, after(100)));
  });
});

it("naive rotation takes the second for a thief as soon as the first has written", async () => {
  await rotated(rotateNaively(table, "first", after(1)));
  expect(await rotateNaively(table, "first", after(1))).toMatchObject({ kind: "reused" });
});

it("grace by forking gives a late second a line of its own", async () => {
  const first = await rotated(rotateForking(GRACE)(table, "first", after(1)));
  const second = await rotated(rotateForking(GRACE)(table, "first", after(GRACE)));
  expect(first).not.toBe(second);
});

async function rotated(outcome: ReturnType<Rotate>): Promise<string> {
  const result = await outcome;
  if (result.kind !== "rotated") throw new Error(`It was ${result.kind}.`);
  return result.refreshToken;
}
