import { describe, expect, it } from "vitest";
import { newId, newSessionId, newToken, newUserId, sha256 } from "./random";

const makers = { newToken: [newToken, 32], newId: [newId, 16], newSessionId: [newSessionId, 16] } as const;

describe.each(Object.entries({ ...makers, newUserId: [newUserId, 16] as const }))(
  "%s",
  (_name, [make, bytes]) => {
    const many = Array.from({ length: 2000 }, () => make());

    it(`is ${bytes * 8} bits in base64url, canonical and safe in a cookie`, () => {
      const form = new RegExp(`^[A-Za-z0-9_-]{${Math.ceil((bytes * 4) / 3)}}$`);
      expect(many.filter((value) => !form.test(value))).toEqual([]);
      expect(many.map((value) => Buffer.from(value, "base64url").toString("base64url"))).toEqual(many);
    });

    it("never comes twice", () => {
      expect(new Set(many).size).toBe(many.length);
    });

    it("has every one of its bits set about half of the time", () => {
      const buffers = many.map((value) => Buffer.from(value, "base64url"));
      for (let bit = 0; bit < bytes * 8; bit++) {
        const ones = buffers.filter((buffer) => ((buffer[bit >> 3] ?? 0) >> (bit & 7)) & 1).length;
        // Half of 2,000, give or take eight standard deviations.
        expect(Math.abs(ones - 1000)).toBeLessThan(180);
      }
    });
  },
);

it("sha256 is SHA-256 of the UTF-8 bytes", () => {
  const hex = (value: string) => sha256(value).toString("hex");
  expect(hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(hex("é")).toBe("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
});
