import { describe, expect, it } from "vitest";
import type { Place } from "../engine/server/sites";
import { useLabs } from "../testing/runs";
import { corsId, csrfId, xssId } from "./shared/cells";
import type { Site } from "./site";
import { call, report, SAW, signedIn, ticketed } from "./testing/browser";
import { beginRun, findings, type StorageRun } from "./testing/storage-run";

// The owner of a run has its key and may wish for another result. What is reported and what arrives counts only for
// an attempt that was handed out, and that something happened is never taken from a report.

const PLACES: readonly Place[] = ["target", "neighbour", "elsewhere"];

const labs = useLabs();
let run: StorageRun;
let site: Site;

async function begin(): Promise<void> {
  run = await beginRun(labs);
  site = run.site;
}

const sendReport = (place: Place, ticket: string, saw: object = SAW) =>
  call(site, place, "report", {
    method: "POST",
    body: JSON.stringify({ ticket, saw }),
    headers: { origin: site.origins[place], "content-type": "application/json" },
  });
const found = async (id: string) => (await findings(run)).get(id)?.finding;

describe("a report", () => {
  it("without a ticket of this run is of no attempt, and one that a page was given is taken, once", async () => {
    await begin();
    const other = await beginRun(labs);
    const id = csrfId("own", "lax", "nothing");
    for (const ticket of ["", id, "A".repeat(22), other.site.attempts.ticketOf(id)])
      expect((await sendReport("target", ticket)).status, ticket).toBe(404);
    expect((await findings(run)).size).toBe(0);
    const { text } = await call(site, "target", "start");
    const given = new RegExp(`"cell":"${id}","ticket":"([^"]+)"`).exec(text)?.[1] ?? "";
    expect((await sendReport("target", given)).status).toBe(204);
    expect((await sendReport("target", given)).status).toBe(409);
    expect((await findings(run)).size).toBe(1);
  });

  it("is taken from the page that sees what comes of the attempt, and from no other", async () => {
    await begin();
    const reporters: [id: string, reporter: Place][] = [
      [csrfId("own", "strict", "nothing"), "target"],
      [csrfId("neighbour", "strict", "nothing"), "neighbour"],
      [csrfId("image", "strict", "nothing"), "elsewhere"],
      [csrfId("link", "strict", "nothing"), "target"],
      [xssId("act"), "target"],
      [corsId("star", "omit"), "neighbour"],
    ];
    for (const [id, reporter] of reporters) {
      if (id.includes("link")) await call(site, "target", ticketed(site, "act", id));
      for (const place of PLACES.filter((one) => one !== reporter))
        expect((await report(site, place, id, SAW)).status, `${id} from ${place}`).toBe(404);
      expect((await report(site, reporter, id, SAW)).status, id).toBe(204);
    }
  });

  it("of a form or a link waits for its arrival", async () => {
    await begin();
    const id = csrfId("form", "lax", "nothing");
    expect((await report(site, "target", id, SAW)).status).toBe(409);
    await call(site, "target", ticketed(site, "act", id), { method: "POST" });
    expect((await report(site, "target", id, SAW)).status).toBe(204);
  });

  it("that something was read counts when it says what, and is marked when only the browser can tell", async () => {
    await begin();
    const cookie = await signedIn(site);
    const value = /lab-storage-open=([^;]+)/.exec(cookie)?.[1] ?? "";
    const asked = await call(site, "target", ticketed(site, "cors", corsId("star", "omit")));
    const reads: [id: string, place: Place, read: string][] = [
      [xssId("read-local"), "target", site.token],
      [xssId("read-open"), "target", `lab-storage-open=${value}`],
      [corsId("star", "omit"), "neighbour", asked.text],
    ];
    for (const [id, place, read] of reads) {
      expect((await report(site, place, id, { ...SAW, read, status: 200 })).status).toBe(204);
      expect(await found(id)).toMatchObject({ happened: true, by: "server" });
    }
    await begin();
    for (const [id, place, read] of reads) {
      // A secret of another run, or of nobody.
      expect((await report(site, place, id, { ...SAW, read, status: 200, text: "I read it." })).status).toBe(
        204,
      );
      expect(await found(id)).toMatchObject({ happened: false, by: "browser" });
    }
  });

  it("of an answer that one attempt could read proves nothing for another", async () => {
    await begin();
    const [open, closed] = [corsId("star", "omit"), corsId("silent", "include")];
    const { text: read } = await call(site, "target", ticketed(site, "cors", open));
    await report(site, "neighbour", closed, { ...SAW, read, status: 200 });
    expect(await found(closed)).toMatchObject({ happened: false });
  });
});

describe("a request", () => {
  const marks = (place: Place, relation: string, mode: string) => ({
    origin: site.origins[place],
    "sec-fetch-site": relation,
    "sec-fetch-mode": mode,
  });

  it("that cannot be the attempt does nothing and is not written down; the attempt itself then is", async () => {
    await begin();
    const cookie = await signedIn(site);
    const id = csrfId("form", "strict", "nothing");
    const send = (headers: Record<string, string>, method = "POST") =>
      call(site, "target", ticketed(site, "act", id), { method, headers: { cookie, ...headers } });
    const genuine = marks("elsewhere", "cross-site", "navigate");
    // As a page or the developer tools of another place would send it, and as a typed address.
    for (const headers of [
      marks("target", "same-origin", "cors"),
      marks("target", "same-origin", "navigate"),
      marks("neighbour", "same-site", "navigate"),
      marks("elsewhere", "cross-site", "no-cors"),
      { ...genuine, origin: "https://evil.example" },
      { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" },
    ])
      expect((await send(headers)).status, JSON.stringify(headers)).toBe(409);
    expect((await send(genuine, "GET")).status).toBe(409);
    expect((await report(site, "target", id, SAW)).status).toBe(409);
    const attempt = await call(site, "target", ticketed(site, "act", id), {
      method: "POST",
      headers: genuine,
    });
    expect(attempt.status).toBe(401);
    await report(site, "target", id, SAW);
    expect(await found(id)).toMatchObject({ happened: false, why: "no_cookie", by: "server" });
  });

  it("without a ticket of this run reaches nothing", async () => {
    await begin();
    const id = csrfId("link", "lax", "nothing");
    for (const query of ["", `?cell=${id}`, `?ticket=${id}`, `?ticket=${"A".repeat(22)}`])
      expect((await call(site, "target", `act${query}`)).status, query).toBe(404);
    expect((await call(site, "target", ticketed(site, "cors", id))).status).toBe(404);
    expect((await call(site, "target", ticketed(site, "act", id))).status).toBe(401);
  });
});
