import { NextRequest } from "next/server";
import { describe, expect, it } from "vitest";
import { GET as me } from "@/app/api/me/route";
import { useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";
import { GET } from "./route";

const TOKEN = "a-token/of+the.tests=";
const ask = (authorization?: string) =>
  GET(new NextRequest("http://localhost/metrics", { headers: authorization ? { authorization } : {} }));

describe("with METRICS_TOKEN", () => {
  const app = useApp({ METRICS_TOKEN: TOKEN });

  it.each([undefined, "Bearer", "Bearer x", `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN])(
    "%j is not let in",
    async (authorization) => {
      const answer = await ask(authorization);
      expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(await answer.text()).not.toContain("coatcheck_");
    },
  );

  it("checks are counted by mode and outcome with their reads, and nobody is named", async () => {
    const ada = await app.createAccount();
    for (const mode of ["session", "jwt"] as const) {
      const browser = new Browser();
      await browser.signIn(app, ada, mode);
      expect((await browser.send(me, "GET")).status).toBe(200);
      await app.runtime.auth.modes[mode].revokeAll(ada.userId);
      await browser.send(me, "GET");
    }
    await new Browser().send(me, "GET");
    const text = await (await ask(`Bearer ${TOKEN}`)).text();
    for (const line of [
      'coatcheck_checks_total{mode="session",outcome="accepted"} 1',
      'coatcheck_checks_total{mode="session",outcome="revoked"} 1',
      'coatcheck_checks_total{mode="jwt",outcome="accepted"} 2',
      'coatcheck_checks_total{mode="none",outcome="missing"} 1',
      'coatcheck_check_store_reads_total{mode="session"} 2',
      'coatcheck_check_store_reads_total{mode="jwt"} 0',
      'coatcheck_events_total{event="credential.refused"} 1',
      "process_cpu_seconds_total",
    ])
      expect(text).toContain(line);
    for (const secret of [ada.userId, ada.email, TOKEN]) expect(text).not.toContain(secret);
  });
});
