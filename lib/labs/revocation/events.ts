import "server-only";
import type { Guarantees, StrategyName } from "@/lib/auth/contract";
import type { RecordedLane } from "../contract";
import { type Promised, promiseOf } from "../delay";
import type { Stage } from "../engine/stage";

// The events of the stopwatch: how each is caused, and what every lane promises for it. People's acts are requests
// with a credential of their own; the operator's are done on the server, as they would be.

export interface LabEvent {
  label: string;
  run(stage: Stage, act: string): Promise<void>;
  promised(lane: RecordedLane): Promised;
}

type By = Parameters<typeof promiseOf>[1];
const byContract = (by: By) => (lane: { guarantees: Guarantees }) => promiseOf(lane.guarantees, by);

/** Is the row that was deleted the one a check reads? For a session it is; for a JWT its strategy says. */
const ROW_DECIDES: Readonly<Record<StrategyName, boolean>> = {
  "expiry-only": false,
  denylist: false,
  "token-version": false,
  introspection: true,
};

/** The password of the pretended account; it opens nothing else. */
export const LAB_PASSWORD = "a coat in a pretended cloakroom";
const NEW_PASSWORD = "another coat in the same cloakroom";

export const EVENTS = {
  "sign-out": {
    label: "Sign out on the phone",
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "Sign out on the phone", device: "phone" }, async (lane) => {
        await stage.request("phone", lane, "POST", "sign-out");
      }),
    promised: byContract("revokeOne"),
  },
  "end-device": {
    label: "End the phone from the laptop",
    run: (stage, act) =>
      stage.actInEveryLane(
        { act, label: "End the phone from the laptop", device: "laptop" },
        async (lane) => {
          await stage.request("laptop", lane, "DELETE", `devices/${stage.sessionIdOf("phone", lane)}`);
        },
      ),
    promised: byContract("revokeOne"),
  },
  "sign-out-everywhere": {
    label: "Sign out everywhere",
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "Sign out everywhere", device: "laptop" }, async (lane) => {
        await stage.request("laptop", lane, "POST", "sign-out-everywhere", { body: {} });
      }),
    promised: byContract("revokeAll"),
  },
  "disable-user": {
    label: "Disable the account",
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
    label: "Change the password",
    run: (stage, act) =>
      stage.act({ act, label: "Change the password", device: "laptop" }, async () => {
        const [lane = ""] = stage.laneIds;
        const body = { currentPassword: LAB_PASSWORD, newPassword: NEW_PASSWORD };
        await stage.request("laptop", lane, "POST", "password", { body });
      }),
    promised: byContract("revokeAll"),
  },
  "delete-row": {
    label: "Delete the row by hand",
    run: (stage, act) =>
      stage.actInEveryLane({ act, label: "The row is deleted by hand" }, async (lane, detail) => {
        detail.rows = await stage.world.deleteRows(lane);
      }),
    promised(lane) {
      if (lane.strategy === null || ROW_DECIDES[lane.strategy])
        return promiseOf(lane.guarantees, "revokeOne");
      const why = "Its check does not read that row. Only the next refresh does.";
      return { effect: "at_expiry", why };
    },
  },
  "rotate-key": {
    label: "Rotate the signing key",
    run: ({ act, world }, name) =>
      act({ act: name, label: "The signing key is rotated" }, () => world.rotateSigningKey()),
    promised({ strategy, refreshes }) {
      const why = "The old key goes on verifying until its last token is gone.";
      return { effect: strategy === null || refreshes ? "never" : "at_expiry", why };
    },
  },
  "remove-key": {
    label: "Emergency: remove the signing key",
    run: ({ act, world }, name) =>
      act({ act: name, label: "The signing key is removed" }, () => world.removeSigningKeys()),
    promised: ({ strategy }) =>
      strategy === null
        ? { effect: "never", why: "A session is sealed, not signed: the signing key is nothing to it." }
        : {
            effect: "immediate",
            why: "What this key has signed verifies no longer. A refresh token is not signed, and fetches a new one.",
            mayReturn: true,
          },
  },
} as const satisfies Record<string, LabEvent>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];
