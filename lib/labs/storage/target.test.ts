import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLabs, type TestLabs } from "../testing/runs";
import { CSRF_CELLS, csrfId, type Place, sizeId } from "./cells.client";
import { call, report, SAW, signedIn } from "./testing/browser";
import { beginRun, findings } from "./testing/storage-run";

// The target as requests meet it: it decides by what reaches it.

let labs: TestLabs;
beforeAll(async () => {
  labs = await startLabs();
});
afterAll(() => labs.stop());

describe("the target", () => {
  it("does what its cookie and its check let through, and nothing else", async () => {
    const run = await beginRun(labs);
    const { site } = run;
    const cookie = await signedIn(site);
    const { neighbour, elsewhere, target } = site.origins;
    const from: Record<Place, Record<string, string>> = {
      target: { origin: target, "sec-fetch-site": "same-origin" },
      neighbour: { origin: neighbour, "sec-fetch-site": "same-site" },
      elsewhere: { origin: elsewhere, "sec-fetch-site": "cross-site" },
    };
    for (const { id, attempt, guard } of CSRF_CELLS.filter(({ sameSite }) => sameSite === "none")) {
      const options = { method: attempt.method, headers: { ...from[attempt.place], cookie } };
      const { status } = await call(site, "target", `act?cell=${id}`, options);
      const lets = guard === "nothing" || attempt.place === "target" || attempt.method === "GET";
      expect(status, id).toBe(lets ? 200 : 403);
      expect((await report(site, attempt.place, id, SAW)).status).toBe(204);
      expect((await findings(run)).get(id)?.finding, id).toMatchObject({ happened: lets, cookie: true });
    }
    const id = csrfId("fetch", "strict", "nothing");
    const other = cookie.replace(/lab-storage-strict=[^;]+; /, "");
    const without = await call(site, "target", `act?cell=${id}`, {
      method: "POST",
      headers: { cookie: other },
    });
    expect(without.status).toBe(401);
    const forged = `${other}; lab-storage-strict=guessed`;
    expect((await call(site, "target", `act?cell=${id}`, { headers: { cookie: forged } })).status).toBe(401);
  });

  it("answers 431 to more cookies than its headers hold, and 200 to fewer", async () => {
    const { site } = await beginRun(labs);
    const id = sizeId("many");
    const bake = (cell: string) =>
      call(site, "target", `bake?cell=${cell}`, { method: "POST", headers: { origin: site.origins.target } });
    const cookieOf = (lines: string[]) => lines.map((line) => line.split(";")[0]).join("; ");
    const many = cookieOf((await bake(id)).cookies);
    expect((await call(site, "target", `size/${id}`, { headers: { cookie: many } })).status).toBe(431);
    const some = cookieOf((await bake(sizeId("some"))).cookies);
    const fits = await call(site, "target", `size/${sizeId("some")}`, { headers: { cookie: some } });
    expect([fits.status, JSON.parse(fits.text)]).toEqual([200, { came: 3, of: 3, eachBytes: 3500 }]);
  });

  it("sets no cookie outside its own path, with its own names, for a few minutes, below a browser's limit", async () => {
    const { site } = await beginRun(labs);
    const baked = await call(site, "target", `bake?cell=${sizeId("many")}`, {
      ...{ method: "POST", headers: { origin: site.origins.target } },
    });
    const lines = [...(await call(site, "target", "start")).cookies, ...baked.cookies];
    expect(lines.length).toBe(13);
    for (const line of lines) {
      expect(line).toMatch(/^lab-storage-[a-z0-9]+=/);
      expect(line).toContain(`; Path=/storage/${site.key}`);
      expect(Number(/Max-Age=(\d+)/.exec(line)?.[1])).toBeLessThanOrEqual(180);
      expect(line).not.toMatch(/domain=/i);
    }
  });
});
