import { beforeEach, describe, expect, it } from "vitest";
import { createTokenFixture, encodePart, type TokenFixture } from "../testing/forge";
import { parseJsonPart, splitCompact } from "./compact";

// What is refused by its form, before any key is looked at.

describe("the form of a token", () => {
  let t: TokenFixture;
  beforeEach(async () => {
    t = await createTokenFixture("ES256");
  });

  it("has one spelling: no padding, no spaces, no other alphabet, no other number of parts", async () => {
    const [header = "", payload = "", signature = ""] = t.genuine.split(".");
    const wrong = [
      `${t.genuine}=`,
      `${header}=.${payload}.${signature}`,
      `${header}.${payload}==.${signature}`,
    ];
    for (const space of [" ", "\n", "\t", "\r\n", "\0", "\u00a0", "\u200b", "%20", "~", "+", "/", "é"]) {
      wrong.push(`${t.genuine}${space}`, `${space}${t.genuine}`, `${header}${space}.${payload}.${signature}`);
    }
    wrong.push(
      `${header}.${payload}`,
      `${t.genuine}.`,
      `.${t.genuine}`,
      `${header}..${signature}`,
      `${t.genuine}.x`,
    );
    wrong.push(
      `${header}.${payload}.${signature}.${signature}.${signature}`,
      `${header}..${payload}.${signature}`,
    );
    wrong.push(JSON.stringify({ protected: header, payload, signature }));
    for (const token of wrong) await t.refuses(token, "malformed");
  });

  it("has no spare bits set: no other last character says the same", async () => {
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let sameBytes = 0;
    for (const last of alphabet) {
      const token = t.genuine.slice(0, -1) + last;
      if (token === t.genuine) continue;
      const bytes = (value: string) => Buffer.from(value.split(".")[2] ?? "", "base64url");
      if (bytes(token).equals(bytes(t.genuine))) sameBytes++;
      expect(await t.codec.decode(token)).toMatchObject({ ok: false });
    }
    expect(sameBytes).toBe(15);
    await t.accepts(t.genuine);
  });

  it("fits into a cookie: 4096 characters pass, one more does not", async () => {
    const sized = (length: number) => {
      for (let padding = 2400; padding < 2700; padding++) {
        for (const kid of ["", "x", "xx"]) {
          const token = t.resign(t.header({ nonce: kid }), t.payload({ padding: "x".repeat(padding) }));
          if (token.length === length) return token;
        }
      }
      throw new Error("No such length.");
    };
    expect(await t.accepts(sized(4096))).toEqual(t.claims);
    await t.refuses(sized(4097), "malformed");
    await t.refuses(t.resign(t.header(), t.payload({ padding: "x".repeat(1_000_000) })), "malformed");
  });

  it("JSON of any depth never throws", async () => {
    const deep = (depth: number) => `{"a":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(() => parseJsonPart(encodePart(deep(200_000)))).not.toThrow();
    expect(() => parseJsonPart(encodePart("[".repeat(200_000)))).not.toThrow();
    await t.refuses(t.resign(t.header(), deep(1000)), "malformed");
    await t.refuses(t.resign(deep(1000), t.payload()), "bad_signature");
    await t.refuses(t.resign(t.header(), deep(100_000)), "malformed");
  });

  it("a megabyte of anything is turned away at once", () => {
    for (const token of ["a", ".", "a.", "-", " "].map((piece) => piece.repeat(1_000_000))) {
      const before = process.cpuUsage();
      expect(splitCompact(token)).toBeNull();
      expect(process.cpuUsage(before).user).toBeLessThan(500_000);
    }
  });
});
