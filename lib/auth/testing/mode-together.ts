import { expect, it } from "vitest";
import { CLIENT } from "./kit";
import type { ModeHarness } from "./modes";

// Part of the mode contract: what belongs together is kept together or not at all.

export function testTogether(harness: () => ModeHarness): void {
  const fault = new Error("the app's own");
  const liveIds = async () => (await harness().mode.list(harness().ada.userId)).map(({ id }) => id);

  it("what runs alongside a sign-in sees it, and its own changes are kept with it", async () => {
    const h = harness();
    const old = await h.signIn();
    const issued = await h.mode.issue(h.ada, CLIENT, h.policy, {
      async alongside(sessionId) {
        expect(await liveIds()).toContain(sessionId);
        await h.mode.revokeAll(h.ada.userId, sessionId);
        expect(await liveIds()).toEqual([sessionId]);
      },
    });
    expect(await liveIds()).toEqual([issued.sessionId]);
    // Also where ending the others refuses every token of this person that was stamped before.
    expect(await h.mode.verify(issued.token)).toMatchObject({ active: true });
    expect(await h.refresh(old)).toMatchObject({ kind: "denied", reason: "revoked" });
    expect(await h.refresh(issued)).toMatchObject({ kind: "refreshed" });
  });

  it("a fault alongside leaves nothing behind: no sign-in, and none of what it had done", async () => {
    const h = harness();
    const old = await h.signIn();
    const begun: string[] = [];
    const issuing = h.mode.issue(h.ada, CLIENT, h.policy, {
      async alongside(sessionId) {
        begun.push(sessionId);
        await h.mode.revokeAll(h.ada.userId, sessionId);
        throw fault;
      },
    });
    await expect(issuing).rejects.toBe(fault);
    expect(begun).toHaveLength(1);
    expect(await liveIds()).toEqual([old.sessionId]);
    expect(await h.mode.verify(old.token)).toMatchObject({ active: true });
    expect(await h.refresh(old)).toMatchObject({ kind: "refreshed" });
    expect((await h.signIn()).sessionId).not.toBe(old.sessionId);
  });

  it("a revocation and what the app does with it are one: a fault afterwards undoes both", async () => {
    const h = harness();
    const held = await h.signIn();
    const both = h.stores.atomically(async () => {
      expect(await h.mode.revoke(h.ada.userId, held.sessionId)).toBe(true);
      throw fault;
    });
    await expect(both).rejects.toBe(fault);
    expect(await liveIds()).toEqual([held.sessionId]);
    expect(await h.mode.verify(held.token)).toMatchObject({ active: true });
    expect(await h.mode.revoke(h.ada.userId, held.sessionId)).toBe(true);
    expect(await liveIds()).toEqual([]);
  });
}
