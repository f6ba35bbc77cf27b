// Counts requests where somebody asked for metrics: how long each took, what kind it was, and how it was answered.

import type { RequestListener } from "node:http";
import { metrics } from "../../lib/log/metrics.ts";
import { isApi } from "./own-answers.ts";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The same listener. What a client can make up is no label: else one of them could fill the memory. */
export function counted(listener: RequestListener): RequestListener {
  return (request, response) => {
    const counting = metrics();
    if (counting) {
      const startedAt = performance.now();
      const { method = "", url = "" } = request;
      const known = { method: METHODS.has(method) ? method : "other", kind: kindOf(url) };
      response.once("close", () => {
        counting.answered({ ...known, status: response.statusCode }, (performance.now() - startedAt) / 1000);
      });
    }
    return listener(request, response);
  };
}

function kindOf(url: string): "asset" | "api" | "page" {
  if (url.startsWith("/_next/static/")) return "asset";
  return isApi(url.split("?", 1)[0] ?? "") ? "api" : "page";
}
