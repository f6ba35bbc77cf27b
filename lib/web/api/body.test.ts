import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readBody } from "./body";

const schema = z.object({
  name: z.string(),
  nested: z.object({ count: z.number() }).optional(),
});
const JSON_TYPE = { "content-type": "application/json" };
const LIMIT = 64 * 1024;

function request(body: BodyInit | null, headers: Record<string, string> = JSON_TYPE): NextRequest {
  return new NextRequest("http://localhost/", { method: "POST", body, headers, duplex: "half" });
}

async function outcome(from: NextRequest): Promise<unknown> {
  const body = await readBody(from, schema);
  return body.ok ? body.value : { status: body.response.status, ...(await body.response.json()) };
}

/** A body without a length, in pieces, that tells how much of it was asked for. */
function stream(piece: string, count: number) {
  const sent = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent.pieces++ < count) controller.enqueue(new TextEncoder().encode(piece));
      else controller.close();
    },
  });
  return { body, sent };
}

describe("what is accepted", () => {
  it.each([
    "application/json",
    "application/json; charset=utf-8",
    "APPLICATION/JSON",
    " application/json ;x",
  ])("JSON sent as %j", async (type) => {
    expect(await outcome(request('{"name":"a"}', { "content-type": type }))).toEqual({ name: "a" });
  });

  it("only what the schema names comes out, prototypes untouched", async () => {
    const value = await outcome(
      request('{"name":"a","role":"admin","__proto__":{"role":"admin"},"constructor":1}'),
    );
    expect(value).toEqual({ name: "a" });
    expect(Object.hasOwn(value as object, "__proto__")).toBe(false);
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  it("of two equal names the last counts", async () => {
    expect(await outcome(request('{"name":"a","name":"b"}'))).toEqual({ name: "b" });
  });

  it("a body in pieces, and one of exactly the limit", async () => {
    expect(await outcome(request(stream(" ", 10).body))).toMatchObject({ status: 400 });
    const padded = `{"name":"a"}${" ".repeat(LIMIT - 12)}`;
    expect(await outcome(request(padded))).toEqual({ name: "a" });
  });

  it("a character cut in two by the pieces stays whole", async () => {
    const bytes = new TextEncoder().encode('{"name":"😀"}');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await outcome(request(body))).toEqual({ name: "😀" });
  });

  it("an empty body counts as an empty object", async () => {
    const empty = await readBody(request("", {}), z.object({}));
    expect(empty).toEqual({ ok: true, value: {} });
  });
});

describe("what is refused", () => {
  const invalid = { status: 400, error: "invalid_request" };

  it.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ["an empty body where a field is needed", ""],
    ["no JSON", "{"],
    ["a form's text", "name=a"],
    ["null", "null"],
    ["a number", "1"],
    ["a string", '"a"'],
    ["an array", '[{"name":"a"}]'],
    ["a field of another type", '{"name":{"$ne":null}}'],
    ["NaN", '{"name":"a","nested":{"count":NaN}}'],
    ["an infinite number", '{"name":"a","nested":{"count":1e999}}'],
    ["a comment", '{"name":"a"}//'],
    ["deep arrays", "[".repeat(30_000)],
    ["deep objects", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
    ["invalid UTF-8", Uint8Array.from([...Buffer.from('{"name":"'), 0xff, ...Buffer.from('"}')])],
    ["an overlong NUL", Uint8Array.from([...Buffer.from('{"name":"'), 0xc0, 0x80, ...Buffer.from('"}')])],
    ["UTF-16", new Uint8Array(Buffer.from('{"name":"a"}', "utf16le"))],
  ])("400 for %s", async (_, body) => {
    expect(await outcome(request(body))).toMatchObject(invalid);
  });

  /** What the labs' live address takes: any JSON, of which a validator has to see every level. */
  const anyJson = z.record(z.string(), z.json());
  const nested = (levels: number, [open, close]: [string, string]) =>
    `{"a":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`;

  it.each<[string, [string, string]]>([
    ["arrays", ["[", "]"]],
    ["objects", ['{"a":', "}"]],
    ["both", ['[{"]}":', "}]"]],
  ])("400 for %s nested more deeply than any body of ours, however deeply", async (_, brackets) => {
    const step = brackets[0].startsWith("[{") ? 2 : 1;
    const status = async (levels: number) => {
      const body = await readBody(request(nested(1 + (levels - 1) / step, brackets)), anyJson);
      return body.ok ? 200 : body.response.status;
    };
    expect([await status(31), await status(33), await status(4999)]).toEqual([200, 400, 400]);
  });

  it("brackets in strings are no depth", async () => {
    const name = `${'[{\\"'.repeat(1000)}\\\\`;
    expect(await outcome(request(`{"name":"${name}","nested":{"count":1}}`))).toMatchObject({
      nested: { count: 1 },
    });
  });

  it("names the fields at fault", async () => {
    const refused = await outcome(request('{"nested":{"count":"x"}}'));
    expect(refused).toMatchObject({
      ...invalid,
      fields: { name: expect.any(String), "nested.count": expect.any(String) },
    });
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "application/json, text/plain",
    "text/json",
    "",
  ])("415 for %j", async (type) => {
    expect(await outcome(request('{"name":"a"}', { "content-type": type }))).toEqual({
      status: 415,
      error: "unsupported_media_type",
    });
  });

  it("413 above 64 KB, declared or not, whatever the length says", async () => {
    const tooLarge = { status: 413, error: "payload_too_large" };
    const long = `{"name":"${"a".repeat(LIMIT)}"}`;
    expect(await outcome(request(long))).toEqual(tooLarge);
    expect(await outcome(request("{}", { ...JSON_TYPE, "content-length": "65537" }))).toEqual(tooLarge);
    expect(await outcome(request(long, { ...JSON_TYPE, "content-length": "2" }))).toEqual(tooLarge);
  });

  it("an endless body is not read to its end", async () => {
    const { body, sent } = stream("a".repeat(1024), Number.POSITIVE_INFINITY);
    expect(await outcome(request(body))).toMatchObject({ status: 413 });
    expect(sent.pieces).toBeLessThan(70);
  });

  it("a route without a body reads none, and refuses one declared too long", async () => {
    const { body, sent } = stream("a", 10);
    expect(await readBody(request(body), undefined)).toEqual({ ok: true, value: undefined });
    expect(sent.pieces).toBeLessThan(3);
    const declared = await readBody(request("", { "content-length": "65537" }), undefined);
    expect(!declared.ok && declared.response.status).toBe(413);
  });
});
