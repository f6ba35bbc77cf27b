import { POST as start } from "@/app/api/labs/[lab]/runs/route";
import { POST as stop } from "@/app/api/labs/runs/[id]/stop/route";
import { POST as issuePair } from "@/app/api/pair/route";
import type { Things } from "@/e2e/support/route-manifest";
import type { Principal } from "@/lib/auth/contract";
import type { TestApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";

// What the requests of the route manifest are about, for somebody who is signed in in `browser`.

export interface OwnThings extends Things {
  /** Ends the run that goes on. */
  end(): Promise<void>;
}

export function thingsOf(
  app: TestApp,
  { person, browser, other }: { person: Principal; browser: Browser; other: Principal },
): OwnThings {
  let going: { lab: string; id: string } | null = null;
  async function end(): Promise<void> {
    if (going) await browser.send(stop, "POST", { params: { id: going.id } });
    going = null;
  }
  return {
    email: person.email,
    userId: other.userId,
    end,
    async device() {
      await new Browser().signIn(app, person, "session");
      const [device] = await app.runtime.auth.modes.session.list(person.userId);
      if (!device) throw new Error("There is no other sign-in.");
      return device.id;
    },
    async pair() {
      await browser.send(issuePair, "POST", { body: {} });
    },
    async run(lab) {
      if (going?.lab === lab) return going.id;
      await end();
      const params = lab === "theft" ? { scenario: "free" } : {};
      const { json } = await browser.send(start, "POST", { params: { lab }, body: { params } });
      going = { lab, id: String(json.id) };
      return going.id;
    },
  };
}
