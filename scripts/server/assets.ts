// Owns the build's scripts and styles, compressed once when they were made: Brotli at its best is a sixth smaller than the
// gzip that Next makes anew for each request. Their names change with their content, so they are kept for ever.

import { globSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};

/** Writes a compressed copy beside each script and style of the build at `root`. */
export function compressAssets(root: string): void {
  const folder = path.join(root, ".next", "static");
  for (const name of globSync("**/*.{js,css}", { cwd: folder })) {
    const content = readFileSync(path.join(folder, name));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(path.join(folder, `${name}.br`), brotliCompressSync(content, { params }));
  }
}

/** Answers a request for one of them, and says whether it did; whoever takes no Brotli is left to Next. */
export type AnswerAsset = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Reads the copies of the build at `root`, about a megabyte in all; none where there are none, as in development. */
export function readAssets(root: string): AnswerAsset {
  const folder = path.join(root, ".next", "static");
  const assets = new Map(
    globSync("**/*.br", { cwd: folder }).map((file) => {
      const name = file.slice(0, -".br".length);
      const asset = { type: TYPES[path.extname(name)] ?? "", content: readFileSync(path.join(folder, file)) };
      return [`/_next/static/${name.split(path.sep).join("/")}`, asset];
    }),
  );
  return ({ method, url = "", headers }, response) => {
    const asset = assets.get(url);
    if (!asset || (method !== "GET" && method !== "HEAD") || !takesBrotli(headers["accept-encoding"]))
      return false;
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    response.setHeader("content-encoding", "br");
    response.setHeader("content-length", asset.content.length);
    response.setHeader("content-type", asset.type);
    response.setHeader("vary", "accept-encoding");
    response.end(method === "HEAD" ? undefined : asset.content);
    return true;
  };
}

/** RFC 9110 §12.5.3: named, and not with a weight of zero. */
const takesBrotli = (accepted = ""): boolean =>
  /(?:^|,)\s*br\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))|,|$)/i.test(accepted);
