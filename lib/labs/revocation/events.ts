import "server-only";
import type { Guarantees } from "@/lib/auth/contract";
import { promiseOf } from "../common/delay";
import { LAB_PASSWORD } from "../common/lab-password";
import type { LabEvent } from "../common/one-event";

// The events of the stopwatch: how each is caused, and what every lane promises for it. People's acts are requests
// with a credential of their own; the operator's are done on the server, as they would be.

type By = Parameters<typeof promiseOf>[1];
const byContract = (by: By) => (lane: { guarantees: Guarantees }) => promiseOf(lane.guarantees, by);

const SEALED = "A session is sealed, not signed. The signing key plays no part in it.";

const NEW_PASSWORD = "another coat in the same cloakroom";

export const EVENTS = {
  "sign-out": {
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "Sign out on the phone", device: "phone" }, async (lane) => {
        succeeded(await stage.request("phone", lane, "POST", "sign-out"));
      }),
    promised: byContract("revokeOne"),
  },
  "end-device": {
    run: (stage, act) =>
      stage.actInEveryLane(
        { act, label: "End the phone from the laptop", device: "laptop" },
        async (lane) => {
          const phone = stage.sessionIdOf("phone", lane);
          succeeded(await stage.request("laptop", lane, "DELETE", `devices/${phone}`));
        },
      ),
    promised: byContract("revokeOne"),
  },
  "sign-out-everywhere": {
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "Sign out everywhere", device: "laptop" }, async (lane) => {
        succeeded(await stage.request("laptop", lane, "POST", "sign-out-everywhere", { body: {} }));
      }),
    promised: byContract("revokeAll"),
  },
  "disable-user": {
    run: ({ act, world }, name) =>
      act({ act: name, label: "The account is disabled" }, async (detail) => {
        detail.ended = await world.stores.atomically(async () => {
          await world.setDisabled(true);
          return world.endAll();
        });
      }),
    promised: byContract("revokeAll"),
  },
  "change-password": {
    run: (stage, act) =>
      stage.act({ act, label: "Change the password", device: "laptop" }, async () => {
        const [lane = ""] = stage.laneIds;
        const body = { currentPassword: LAB_PASSWORD, newPassword: NEW_PASSWORD };
        succeeded(await stage.request("laptop", lane, "POST", "password", { body }));
      }),
    promised: byContract("revokeAll"),
  },
  "delete-row": {
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "The row is deleted by hand" }, async (lane, detail) => {
        detail.rows = await stage.world.deleteRows(lane);
      }),
    // Nothing is ended: the row only changes in the store.
    promised({ guarantees }) {
      const promise = promiseOf(guarantees, "staleClaims");
      if (promise.effect !== "at_expiry") return promise;
      return { ...promise, why: "Its check does not read that row. Only the next refresh does." };
    },
  },
  "rotate-key": {
    run: ({ act, world }, name) =>
      act({ act: name, label: "The signing key is rotated" }, () => world.rotateSigningKey()),
    promised({ strategy, refreshes }) {
      if (strategy === null) return { effect: "never", why: SEALED };
      const why = "The old key makes no new signatures, but it still verifies the old ones.";
      return { effect: refreshes ? "never" : "at_expiry", why };
    },
  },
  "remove-key": {
    run: ({ act, world }, name) =>
      act({ act: name, label: "The signing key is removed" }, () => world.removeSigningKeys()),
    promised({ strategy, refreshes }) {
      if (strategy === null) return { effect: "never", why: SEALED };
      const gone = "Nothing that this key has signed is accepted any more.";
      // RFC 6749 §1.5: it is a string that means nothing to its holder, and a row of ours.
      const back = "Once that cookie is over, a refresh token, which is not signed, fetches a new one.";
      return { effect: "immediate", why: refreshes ? `${gone} ${back}` : gone, mayReturn: refreshes };
    },
  },
} as const satisfies Record<string, LabEvent>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];

/** An act that was not acknowledged promises nothing: the run fails rather than judge by it. */
function succeeded({ status }: { status: number }): void {
  if (status >= 300) throw new Error(`The event was answered ${status}.`);
}
