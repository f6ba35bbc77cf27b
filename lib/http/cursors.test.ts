import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createCursors, type Listing } from "./cursors";

const listing: Listing<{ at: Date; id: string }> = {
  name: "coats",
  position: z.object({ at: z.coerce.date(), id: z.string() }),
};
const place = { at: new Date(1_700_000_000_123), id: "x@example.com" };
const key = Buffer.alloc(32, 1);
const cursors = createCursors(key);

describe("a cursor", () => {
  it("leads back to its place, to the millisecond, in every process with the same key", () => {
    const text = cursors.make(listing, place);
    expect(cursors.read(listing, text)).toEqual(place);
    expect(createCursors(key).read(listing, text)).toEqual(place);
  });

  it("holds its place and nothing else, and shows nothing of it", () => {
    const text = cursors.make(listing, { ...place, ip: "192.0.2.1" } as typeof place);
    expect(cursors.read(listing, text)).toEqual(place);
    expect(Buffer.from(text, "base64url").toString("latin1")).not.toContain("example");
  });

  it("that was changed in any character is none, nor one that is cut, longer or spelled otherwise", () => {
    const text = cursors.make(listing, place);
    for (let index = 0; index < text.length; index++) {
      const other = text[index] === "A" ? "B" : "A";
      expect(cursors.read(listing, text.slice(0, index) + other + text.slice(index + 1))).toBeNull();
    }
    for (const wrong of [text.slice(0, -1), `${text}A`, `${text}=`, ` ${text}`, "", "x", "A".repeat(37)])
      expect(cursors.read(listing, wrong)).toBeNull();
    expect(cursors.read(listing, text)).toEqual(place);
  });

  it("of another list or another key is none", () => {
    const text = cursors.make(listing, place);
    expect(cursors.read({ ...listing, name: "hats" }, text)).toBeNull();
    expect(createCursors(Buffer.alloc(32, 2)).read(listing, text)).toBeNull();
    expect(cursors.read({ name: "coats", position: z.number() }, text)).toBeNull();
  });
});
