import { NextRequest } from "next/server";
import { beforeAll, expect, it } from "vitest";
import { beginRun, type StorageRun } from "@/lib/labs/storage/testing/storage-run";
import { useLabs } from "@/lib/labs/testing/runs";
import { ORIGIN } from "@/lib/web/testing/app";
import * as route from "./route";

// The way to the second origin, where the reader's browser makes attempts by itself: a link cannot lead there.

const labs = useLabs();
let run: StorageRun;
beforeAll(async () => {
  run = await beginRun(labs);
});

/** A form's request with the session of the run's owner, which a browser sends along wherever it comes from. */
function post(headers: Record<string, string>): Promise<Response> {
  const cookie = labs.runtime.cookies.make("session", run.owner.token, new Date(Date.now() + 60_000));
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const sent = { ...form, cookie: `${cookie.name}=${cookie.value}`, ...headers };
  const request = new NextRequest(`${ORIGIN}/api/labs/runs/${run.id}/second-origin`, {
    method: "POST",
    headers: sent,
  });
  return route.POST(request, { params: Promise.resolve({ id: run.id }) });
}

it("is no address that a link could open", () => {
  expect(route).not.toHaveProperty("GET");
});

it("is refused to a form of another page, and shown to the run's own", async () => {
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    {},
  ])
    expect((await post(headers)).status, JSON.stringify(headers)).toBe(403);
  const answer = await post({ origin: ORIGIN });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  // Without a script, and without a redirect, which `form-action` would stop.
  expect(html).toContain(`<meta http-equiv="refresh" content="0; url=${run.site.at.target}/start">`);
  expect(html).toContain(`<a href="${run.site.at.target}/start">`);
  expect(html).not.toContain("<script");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(answer.headers.get("cache-control")).toBe("private, no-store");
});
