import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AnswerAsset, compressAssets, readAssets } from "./assets";

const root = mkdtempSync(path.join(tmpdir(), "assets-"));
const SCRIPT = "const coat = 'hook';\n".repeat(100);
let answer: AnswerAsset;

beforeAll(() => {
  const folder = path.join(root, ".next", "static", "chunks");
  mkdirSync(folder, { recursive: true });
  for (const name of ["one.js", "two.css", "three.woff2"]) writeFileSync(path.join(folder, name), SCRIPT);
  compressAssets(root);
  answer = readAssets(root);
});
afterAll(() => rmSync(root, { recursive: true }));

function ask(url: string, { method = "GET", accept = "gzip, deflate, br, zstd" } = {}) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { url, method, headers: { "accept-encoding": accept } });
  const response = new ServerResponse(request);
  const sent: Buffer[] = [];
  response.end = ((chunk?: Buffer) => {
    if (chunk) sent.push(chunk);
    return response;
  }) as typeof response.end;
  return { answered: answer(request, response), headers: response.getHeaders(), body: Buffer.concat(sent) };
}

it("sends a script and a style compressed, to be kept for ever", () => {
  const script = ask("/_next/static/chunks/one.js");
  expect(brotliDecompressSync(script.body).toString()).toBe(SCRIPT);
  expect(script).toMatchObject({
    answered: true,
    headers: {
      "content-encoding": "br",
      "content-length": script.body.length,
      "content-type": "application/javascript; charset=UTF-8",
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    },
  });
  expect(ask("/_next/static/chunks/two.css").headers["content-type"]).toBe("text/css; charset=UTF-8");
});

it("sends no body for HEAD", () => {
  const { answered, headers, body } = ask("/_next/static/chunks/one.js", { method: "HEAD" });
  expect([answered, body.length]).toEqual([true, 0]);
  expect(headers["content-length"]).toBeGreaterThan(0);
});

it.each([
  ["who takes no Brotli", "/_next/static/chunks/one.js", { accept: "gzip, deflate" }],
  ["who refuses it", "/_next/static/chunks/one.js", { accept: "gzip, br;q=0" }],
  ["who refuses it with decimals", "/_next/static/chunks/one.js", { accept: "br;q=0.000, gzip" }],
  ["another method", "/_next/static/chunks/one.js", { method: "POST" }],
  ["what is no script or style", "/_next/static/chunks/three.woff2", {}],
  ["the copy by its own name", "/_next/static/chunks/one.js.br", {}],
  ["a way out of the folder", "/_next/static/../static/chunks/one.js", {}],
  ["another address", "/dashboard", {}],
])("leaves to Next %s", (_what, url, options) => {
  expect(ask(url, options)).toMatchObject({ answered: false, headers: {} });
});

it.each(["br", "br;q=1", "gzip;q=0.5,br;q=0.9", "GZIP, BR"])("takes %j for Brotli", (accept) => {
  expect(ask("/_next/static/chunks/one.js", { accept }).answered).toBe(true);
});
