import { describe, expect, it } from "vitest";
import { secondOrigin, stopRun } from "../runs/own";
import { useLabs } from "../testing/runs";
import { csrfId, xssId } from "./shared/cells";
import { MAX_REQUESTS } from "./site";
import { call, report, SAW, signedIn, ticketed } from "./testing/browser";
import { beginRun, findings, viewOf } from "./testing/storage-run";

// The sites of a run: the record takes what belongs to the run, and nothing else gets anywhere.

const labs = useLabs();

describe("the record", () => {
  it("keeps nothing of cookies that are not the lab's, and no value of those that are", async () => {
    const run = await beginRun(labs);
    const { site } = run;
    const cookie = await signedIn(site);
    const id = csrfId("own", "lax", "nothing");
    const headers = { cookie: `__Host-session=a-real-one; ${cookie}`, origin: site.origins.target };
    expect((await call(site, "target", ticketed(site, "act", id), { method: "POST", headers })).status).toBe(
      200,
    );
    await report(site, "target", id, SAW);
    const written = JSON.stringify((await viewOf(run)).recording);
    expect(written).toContain("lab-storage-lax");
    for (const secret of ["a-real-one", "__Host-", site.key, site.token, cookie.split("=")[1]?.split(";")[0]])
      expect(written).not.toContain(secret);
  });

  it("takes a cell once, from a page of the run's own sites only, in its own shape", async () => {
    const run = await beginRun(labs);
    const { site } = run;
    const id = xssId("read-local");
    const ticket = site.attempts.ticketOf(id);
    const json = JSON.stringify({ ticket, saw: SAW });
    const sent = (headers: Record<string, string>, body = json) =>
      call(site, "target", "report", { method: "POST", headers, body });
    const good = { origin: site.origins.target, "content-type": "application/json" };
    const other = { ...good, origin: "https://evil.example" };
    expect((await sent(other)).status).toBe(403);
    expect((await sent({ ...good, origin: site.origins.elsewhere })).status).toBe(403);
    expect((await sent({ "content-type": "application/json" })).status).toBe(403);
    expect((await sent({ ...good, "content-type": "text/plain" })).status).toBe(403);
    for (const body of [
      "{",
      "[]",
      JSON.stringify({ cell: id, saw: SAW }),
      JSON.stringify({ ticket, saw: { ...SAW, text: "x".repeat(201) } }),
      JSON.stringify({ ticket, saw: { ...SAW, readable: true } }),
      JSON.stringify({ ticket, saw: { ...SAW, status: 7 } }),
      JSON.stringify({ ticket, saw: SAW, arrived: { done: true } }),
    ])
      expect((await sent(good, body)).status, body.slice(0, 60)).toBe(400);
    expect((await findings(run)).size).toBe(0);
    expect((await sent(good)).status).toBe(204);
    expect((await sent(good)).status).toBe(409);
    expect((await findings(run)).size).toBe(1);
  });

  it("writes what was reported into no page", async () => {
    const { site } = await beginRun(labs);
    const evil = "<script>alert(1)</script>";
    await report(site, "target", xssId("read-local"), { ...SAW, text: evil });
    const paths = [
      "start",
      "guestbook",
      `${ticketed(site, "act", csrfId("link", "lax", "nothing"))}&x=${encodeURI(evil)}`,
      "end",
    ];
    const odd = await call(site, "target", `act?ticket=${encodeURI(evil)}`);
    expect([odd.status, odd.text.includes("alert")]).toEqual([404, false]);
    for (const path of paths) {
      const answer = await call(site, "target", path, { headers: { "user-agent": evil, referer: evil } });
      expect(answer.text).not.toContain("alert(1)");
      expect(answer.headers["content-type"]).toContain("text/html");
    }
  });
});

describe("the bounds", () => {
  it("nothing is found without the run's key, or under another name of this machine", async () => {
    const { site } = await beginRun(labs);
    expect((await call(site, "target", "start", { key: "x".repeat(43) })).status).toBe(404);
    expect((await call(site, "target", "start", { key: site.runId })).status).toBe(404);
    expect((await call(site, "target", "start", { host: "evil.example" })).status).toBe(404);
    expect((await call(site, "elsewhere", "start")).status).toBe(404);
    expect((await call(site, "target", "attacker")).status).toBe(404);
    expect((await call(site, "target", "start")).status).toBe(200);
  });

  it("a long body is refused, a flood ends at the run's bound, and another run goes on", async () => {
    const [{ site }, other] = [await beginRun(labs), await beginRun(labs)];
    const body = "x".repeat(5000);
    expect(
      (await call(site, "elsewhere", ticketed(site, "loot", xssId("send-local")), { method: "POST", body }))
        .status,
    ).toBe(413);
    for (let sent = 0; sent < MAX_REQUESTS; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => call(site, "neighbour", "neighbour")));
    expect((await call(site, "target", "start")).status).toBe(429);
    expect((await call(other.site, "target", "start")).status).toBe(200);
  });
});

describe("a run", () => {
  it("goes on with what is left when its window is opened again", async () => {
    const { site } = await beginRun(labs);
    const [first, form] = [csrfId("own", "strict", "nothing"), csrfId("form", "strict", "nothing")];
    const pages = async () => [
      (await call(site, "target", "start")).text,
      (await call(site, "elsewhere", "attacker")).text,
    ];
    const offered = expect.stringContaining(site.attempts.ticketOf(form));
    expect(await pages()).toEqual([expect.stringContaining(first), offered]);
    await report(site, "target", first, SAW);
    await call(site, "target", ticketed(site, "act", form), { method: "POST" });
    await report(site, "target", form, SAW);
    const [own, attacker] = await pages();
    expect(own).not.toContain(`"${first}"`);
    expect(own).toContain(csrfId("own", "strict", "origin"));
    expect(attacker).not.toContain(site.attempts.ticketOf(form));
    expect(attacker).toContain(site.attempts.ticketOf(csrfId("form", "strict", "origin")));
  });

  it("shows the way to its second origin to who started it, and only while it goes on", async () => {
    const run = await beginRun(labs);
    expect(await secondOrigin(labs.runtime, run.id, run.owner)).toBe(`${run.site.at.target}/start`);
    expect(await secondOrigin(labs.runtime, run.id, await labs.person())).toBeNull();
    expect(await secondOrigin(labs.runtime, "no-such-run", run.owner)).toBeNull();
    expect(JSON.stringify(await viewOf(run))).not.toContain(run.site.key);
    await stopRun(labs.runtime, run.id, run.owner);
    expect(await secondOrigin(labs.runtime, run.id, run.owner)).toBeNull();
    expect((await call(run.site, "target", "start")).status).toBe(404);
  });

  it("ends with its last page, and is scored by its cells", async () => {
    const run = await beginRun(labs);
    const { site } = run;
    const cookie = await signedIn(site);
    const headers = { cookie, origin: site.origins.target };
    await call(site, "target", ticketed(site, "act", xssId("act")), { method: "POST", headers });
    await report(site, "target", xssId("act"), SAW);
    const form = csrfId("form", "lax", "nothing");
    await call(site, "target", ticketed(site, "act", form), {
      method: "POST",
      headers: { origin: site.origins.elsewhere },
    });
    await report(site, "target", form, SAW);
    const last = await call(site, "target", "end");
    expect(last.cookies.every((line) => line.includes("=; ") && line.includes("Max-Age=0"))).toBe(true);
    const view = await viewOf(run);
    expect([view.status, view.score]).toEqual(["finished", { right: 1, of: 2 }]);
    expect(view.conclusion.answers).toMatchObject({ act: "happens", "lax-form": "blocked", star: null });
    expect(view.conclusion.detail).toMatchObject({ of: 121, cells: [{ id: xssId("act") }, { id: form }] });
  });
});
