import "server-only";
import { promiseOf } from "../common/delay";
import type { LabEvent } from "../common/one-event";

// The ways in which an admin stops being one, and what every lane promises for each. All are done on the server:
// either the row of the account changes and nobody is told, or its sign-ins end in the same transaction.

/** What is true of the account from then on: written to the mark, for the page to put beside what is claimed. */
type Truth = { role: "user" } | { disabled: true };

const TRUTH = {
  demoted: { role: "user" },
  disabled: { disabled: true },
} as const satisfies Record<string, Truth>;

/** In one transaction, so that no request sees the new row with the old sign-ins. */
function change(label: string, truth: Truth, { endsSignIns }: { endsSignIns: boolean }): LabEvent["run"] {
  return ({ act, world }, name) =>
    act({ act: name, label }, async (detail) => {
      Object.assign(detail, truth);
      await world.stores.atomically(async () => {
        await ("role" in truth ? world.setRole(truth.role) : world.setDisabled(truth.disabled));
        if (endsSignIns) detail.ended = await world.endAll();
      });
    });
}

export const EVENTS = {
  "demote-row": {
    run: change("The role becomes “user” in the row, nothing else", TRUTH.demoted, { endsSignIns: false }),
    promised: ({ guarantees }) => promiseOf(guarantees, "staleClaims"),
  },
  demote: {
    run: change("The role becomes “user”, and every sign-in ends", TRUTH.demoted, { endsSignIns: true }),
    promised: ({ guarantees }) => promiseOf(guarantees, "revokeAll"),
  },
  "disable-flag": {
    run: change("The account is disabled in the row, nothing else", TRUTH.disabled, { endsSignIns: false }),
    promised: ({ guarantees }) => promiseOf(guarantees, "staleClaims"),
  },
  disable: {
    run: change("The account is disabled, and every sign-in ends", TRUTH.disabled, { endsSignIns: true }),
    promised: ({ guarantees }) => promiseOf(guarantees, "revokeAll"),
  },
} as const satisfies Record<string, LabEvent>;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];
