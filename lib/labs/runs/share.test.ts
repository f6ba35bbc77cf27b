import { randomBytes } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedIn } from "@/lib/http/signed-in";
import { eventually } from "@/lib/web/testing/eventually";
import { mark, recordingOf } from "../testing/facts";
import { type TestLabs, useLabs } from "../testing/runs";
import { createRunLinks } from "./link-keys";
import { deleteRun, stopRun } from "./own";
import { getSharedRun, linkOf, setLink } from "./share";
import { shownToAnybody } from "./shown-to-anybody";
import { startRun } from "./start";

// The open link of a run, and what people try with it who have none.

const labs = useLabs();
let runtime: TestLabs["runtime"];
let ada: SignedIn;
let bob: SignedIn;
beforeAll(async () => {
  runtime = labs.runtime;
});
beforeEach(async () => {
  [ada, bob] = [await labs.person(), await labs.person()];
});

async function running(lab = "revocation"): Promise<string> {
  const started = await startRun(runtime, lab, {}, { session: "refused" }, ada);
  if (!("id" in started)) throw new Error(started.message);
  return started.id;
}
async function over(lab?: string): Promise<string> {
  const id = await running(lab);
  await eventually(async () =>
    expect(runtime.labs.find(id)?.recording(0).facts.length).toBeGreaterThan(lab === "flow" ? 0 : 3),
  );
  await stopRun(runtime, id, ada);
  await eventually(async () => expect((await runtime.labRuns.find(id))?.endedAt).not.toBeNull());
  return id;
}
async function opened(id: string): Promise<string> {
  expect(await setLink(runtime, id, true, ada)).toBe(true);
  const link = await linkOf(runtime, id, ada);
  if (link === null || typeof link === "string") throw new Error("There is no link.");
  return link.key;
}
const look = (id: string, key: string) => getSharedRun(runtime, id, key);

describe("the open link of a run", () => {
  it("is off until its owner asks for it, stays the same, and opens nothing once it is taken back", async () => {
    const id = await over();
    expect(await linkOf(runtime, id, ada)).toBe("none");
    const key = await opened(id);
    expect(Buffer.from(key, "base64url")).toHaveLength(32);
    expect(await opened(id)).toBe(key);
    expect((await look(id, key))?.id).toBe(id);

    expect(await setLink(runtime, id, false, ada)).toBe(true);
    expect([await linkOf(runtime, id, ada), await look(id, key)]).toEqual(["none", null]);
    const next = await opened(id);
    expect(next).not.toBe(key);
    expect([await look(id, key), (await look(id, next))?.id]).toEqual([null, id]);
    await deleteRun(runtime, id, ada);
    expect(await look(id, next)).toBeNull();
  });

  it("shows the run without buttons, credentials or a word of who started it", async () => {
    const id = await over();
    const key = await opened(id);
    expect(runtime.labs.find(id)).toBeDefined();
    const shown = await look(id, key);
    expect(shown).toMatchObject({ mine: false, live: false, acts: [], status: "stopped" });
    expect(shown?.recording.facts.length).toBeGreaterThan(0);
    const text = JSON.stringify(shown);
    const { userId, email } = ada.principal;
    for (const secret of [userId, email, key, ada.sessionId]) expect(text).not.toContain(secret);
  });

  it("is made and taken back by its owner only", async () => {
    const id = await over();
    expect([await setLink(runtime, id, true, bob), await linkOf(runtime, id, bob)]).toEqual([false, null]);
    expect(await linkOf(runtime, id, ada)).toBe("none");
    const key = await opened(id);
    expect([await setLink(runtime, id, false, bob), await linkOf(runtime, id, bob)]).toEqual([false, null]);
    expect((await look(id, key))?.id).toBe(id);
  });

  it("is not made for a run that goes on, nor for one whose record says who started it", async () => {
    const id = await running();
    expect([await setLink(runtime, id, true, ada), await linkOf(runtime, id, ada)]).toEqual([false, "none"]);
    await deleteRun(runtime, id, ada);
    const flow = await over("flow");
    expect([await setLink(runtime, flow, true, ada), await linkOf(runtime, flow, ada)]).toEqual([
      false,
      "never",
    ]);
    // Not even where the store says otherwise.
    await runtime.labRuns.setLink(ada.principal.userId, flow, "salt");
    expect(await look(flow, runtime.runLinks.keyOf(flow, "salt"))).toBeNull();
  });

  it("is opened by no guess, by no other run's key and by nothing that the database holds", async () => {
    const [first, second] = [await over(), await over()];
    const key = await opened(first);
    const other = await opened(second);
    const salt = (await runtime.labRuns.find(first))?.linkSalt ?? "";
    const foreign = createRunLinks(randomBytes(32)).keyOf(first, salt);
    const spellings = [`${key}=`, `${key} `, key.toLowerCase(), key.slice(0, -1), `${key}A`, ""];
    for (const guess of [other, salt, foreign, first, randomBytes(32).toString("base64url"), ...spellings])
      expect(await look(first, guess), guess).toBeNull();
    expect(await look("A".repeat(22), key)).toBeNull();
    // A run without a link has no key, not even that of an empty salt.
    await setLink(runtime, second, false, ada);
    for (const guess of [other, runtime.runLinks.keyOf(second, "")])
      expect(await look(second, guess)).toBeNull();
    expect((await look(first, key))?.id).toBe(first);
  });
});

it("what is shown to anybody names the run's own devices, and no browser or terminal besides", () => {
  const detail = (userAgent: string) => ({ userAgent, firstUseBy: userAgent, deeper: [{ ip: "192.0.2.7" }] });
  const facts = [
    mark({ act: "journal-reused", detail: detail("Mozilla/5.0 (Ada’s laptop)") }),
    mark({ act: "journal-refreshed", detail: detail("coatcheck-lab/1 (thief)") }),
  ];
  const [byHand, ofTheRun] = shownToAnybody(recordingOf(facts)).facts;
  const hidden = "another client";
  expect(byHand?.detail).toEqual({ userAgent: hidden, firstUseBy: hidden, deeper: [{ ip: hidden }] });
  expect(ofTheRun?.detail).toMatchObject({ userAgent: "coatcheck-lab/1 (thief)" });
});
