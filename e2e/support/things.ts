// What the requests of the route manifest are about, made over the API: somebody's own sign-ins, pair and runs.

import { type Account, type Identity, signIn } from "./accounts";
import type { Client } from "./client";
import { json } from "./http";
import { startRun } from "./labs";
import type { Things } from "./route-manifest";

/** Of the account that `client` is signed in to. `userId`: somebody whom an admin may act on. */
export function thingsOf(
  account: Pick<Account, "email" | "password">,
  client: Client,
  userId: string,
): Things {
  let going: { lab: string; id: string } | null = null;
  return {
    email: account.email,
    userId,
    async device() {
      const other = await signIn(client.origin, account);
      return json<Identity>(await other.get("/api/me")).auth.sessionId;
    },
    async pair() {
      await client.post("/api/pair", {});
    },
    async run(lab) {
      if (going?.lab === lab) return going.id;
      if (going) await client.post(`/api/labs/runs/${going.id}/stop`);
      going = { lab, id: await startRun(client, lab, lab === "theft" ? { scenario: "free" } : {}) };
      return going.id;
    },
  };
}
