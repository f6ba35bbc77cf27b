import { describe, expect, it } from "vitest";
import type { Place } from "../engine/server/sites";
import { useLabs } from "../testing/runs";
import { reporterOf } from "./attempts";
import { CSRF_CELLS, csrfId, sizeId } from "./shared/cells";
import { call, report, SAW, signedIn, ticketed } from "./testing/browser";
import { beginRun, findings } from "./testing/storage-run";

// The target as requests meet it: it decides by what reaches it.

const labs = useLabs();

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
    for (const cell of CSRF_CELLS.filter(({ sameSite }) => sameSite === "none")) {
      const { id, attempt, guard } = cell;
      const options = { method: attempt.method, headers: { ...from[attempt.place], cookie } };
      const { status } = await call(site, "target", ticketed(site, "act", id), options);
      const lets = guard === "nothing" || attempt.place === "target" || attempt.method === "GET";
      expect(status, id).toBe(lets ? 200 : 403);
      expect((await report(site, reporterOf(cell), id, SAW)).status).toBe(204);
      expect((await findings(run)).get(id)?.finding, id).toMatchObject({ happened: lets, cookie: true });
    }
    const id = csrfId("fetch", "strict", "nothing");
    const other = cookie.replace(/lab-storage-strict=[^;]+; /, "");
    const post = (held: string) =>
      call(site, "target", ticketed(site, "act", id), { method: "POST", headers: { cookie: held } });
    expect((await post(other)).status).toBe(401);
    expect((await post(`${other}; lab-storage-strict=guessed`)).status).toBe(401);
    expect((await post(cookie)).status).toBe(200);
  });

  it("answers 431 to more cookies than its headers hold, and 200 to fewer", async () => {
    const { site } = await beginRun(labs);
    const id = sizeId("many");
    const bake = (cell: string) =>
      call(site, "target", ticketed(site, "bake", cell), {
        method: "POST",
        headers: { origin: site.origins.target },
      });
    const cookieOf = (lines: string[]) => lines.map((line) => line.split(";")[0]).join("; ");
    const many = cookieOf((await bake(id)).cookies);
    expect(
      (await call(site, "target", ticketed(site, `size/${id}`, id), { headers: { cookie: many } })).status,
    ).toBe(431);
    const some = cookieOf((await bake(sizeId("some"))).cookies);
    const address = ticketed(site, `size/${sizeId("some")}`, sizeId("some"));
    const fits = await call(site, "target", address, { headers: { cookie: some } });
    expect([fits.status, JSON.parse(fits.text)]).toEqual([200, { came: 3, of: 3, eachBytes: 3500 }]);
  });

  it("sets no cookie outside its own path, with its own names, for a few minutes, below a browser's limit", async () => {
    const { site } = await beginRun(labs);
    const baked = await call(site, "target", ticketed(site, "bake", sizeId("many")), {
      method: "POST",
      headers: { origin: site.origins.target },
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
