import fc from "fast-check";
import { expect, it } from "vitest";
import type { Credentials } from "./contract";
import { touchIntervalSeconds } from "./policy";
import { SECOND } from "./testing/kit";
import { ABSOLUTE_SECONDS, IDLE_SECONDS, steps } from "./testing/lifecycle";
import { createModeHarness } from "./testing/modes";
import { STORE_NAMES } from "./testing/stores";

// Database sessions under any order of visits, waiting, signing out and disabling: the row decides, nothing
// ended comes back, no limit moves. With a row that is remembered, only as late as is guaranteed.

interface SessionModel {
  credentials: Credentials;
  lastSeenAt: number;
  endsAt: number;
  endedAt: number | null;
}

for (const store of STORE_NAMES) {
  for (const cacheSeconds of [0, 5]) {
    it(`sessions over ${store} with ${cacheSeconds} s of memory do in any order of steps what the model says`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (plan) => {
          const h = await createModeHarness("session", store, { cacheSeconds });
          const limits = { idleTimeoutSeconds: IDLE_SECONDS, absoluteTimeoutSeconds: ABSOLUTE_SECONDS };
          h.policy = { ...h.policy, session: { cacheSeconds, ...limits } };
          const now = () => Number(h.clock.now());
          const sessions: SessionModel[] = [];
          const signIn = async () => {
            const credentials = await h.signIn();
            const endsAt = now() + ABSOLUTE_SECONDS * SECOND;
            sessions.push({ credentials, lastSeenAt: now(), endsAt, endedAt: null });
          };
          const state = { isDisabled: false, disabledAt: 0, enabledAt: 0 };

          /** Undefined while a remembered row may say either. */
          function shouldPass({ lastSeenAt, endsAt, endedAt }: SessionModel): boolean | undefined {
            if (now() >= endsAt) return false;
            if (endedAt !== null) return now() < endedAt + cacheSeconds * SECOND ? undefined : false;
            const changedAt = Math.max(state.disabledAt, state.enabledAt);
            if (changedAt > 0 && now() < changedAt + cacheSeconds * SECOND) return undefined;
            return !state.isDisabled && now() < lastSeenAt + IDLE_SECONDS * SECOND;
          }
          async function visit(session: SessionModel): Promise<void> {
            const expected = shouldPass(session);
            const result = await h.refresh(session.credentials);
            const passed = result.kind === "refreshed";
            if (expected !== undefined) expect(passed).toBe(expected);
            if (!passed) return;
            expect(result.credentials).toMatchObject(session.credentials);
            expect(now()).toBeLessThan(session.lastSeenAt + IDLE_SECONDS * SECOND);
            const interval = touchIntervalSeconds(IDLE_SECONDS) * SECOND;
            if (now() >= session.lastSeenAt + interval) session.lastSeenAt = now();
          }
          const canEnd = (session: SessionModel) => session.endedAt === null && now() < session.endsAt;

          await signIn();
          for (const step of plan) {
            const session = sessions[("who" in step ? step.who : 0) % sessions.length];
            if (!session) return;
            if (step.do === "sign in") await signIn();
            if (step.do === "wait") h.clock.advance(step.milliseconds);
            if (step.do === "refresh") for (let time = 0; time < step.times; time++) await visit(session);
            if (step.do === "sign out") {
              const isThere = session.endedAt === null;
              expect(await h.mode.revoke(h.ada.userId, session.credentials.sessionId)).toBe(isThere);
              session.endedAt ??= now();
            }
            if (step.do === "sign out everywhere") {
              const kept = step.keeping === null ? undefined : sessions[step.keeping % sessions.length];
              const others = sessions.filter((other) => other !== kept);
              const live = others.filter(canEnd).length;
              expect(await h.mode.revokeAll(h.ada.userId, kept?.credentials.sessionId)).toBe(live);
              for (const other of others) other.endedAt ??= now();
            }
            if (step.do === "disable" || step.do === "enable") {
              state.isDisabled = step.do === "disable";
              state[state.isDisabled ? "disabledAt" : "enabledAt"] = now();
              await h.saveUser({ principal: h.ada, disabled: state.isDisabled });
            }
            const listed = (await h.mode.list(h.ada.userId)).map(({ id }) => id);
            const live = sessions.filter(
              (other) => canEnd(other) && now() < other.lastSeenAt + IDLE_SECONDS * SECOND,
            );
            expect(listed.toSorted()).toEqual(
              live.map(({ credentials }) => credentials.sessionId).toSorted(),
            );
          }
          await h.close();
        }),
        { numRuns: { memory: 80, sqlite: 20, postgres: 8, redis: 8 }[store] },
      );
    });
  }
}
