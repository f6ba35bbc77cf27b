import { expect, it } from "vitest";
import { eventually } from "@/lib/web/testing/eventually";
import { actOnRun } from "../runs/own";
import { getRun } from "../runs/read";
import { startRun } from "../runs/start";
import { useLabs } from "../testing/runs";

// The event of a stopwatch that waits for whoever shows it to others.

const labs = useLabs();
const SHORT = { aloneSeconds: "5", cacheSeconds: "1", shortSeconds: "2" };

async function begun(waitSeconds: string) {
  const { runtime } = labs;
  const ada = await labs.person();
  const started = await startRun(runtime, "revocation", { ...SHORT, waitSeconds }, {}, ada);
  if (!("id" in started)) throw new Error(started.message);
  const { id } = started;
  const view = async () => {
    const run = await getRun(runtime, id, ada);
    if (!run) throw new Error("The run is not there.");
    return run;
  };
  return { view, press: () => actOnRun(runtime, id, "now", {}, ada) };
}

it("it happens at the press of a button, once, and the run ends when all has been shown", async () => {
  const { view, press } = await begun("20");
  const before = await view();
  expect(before.acts).toEqual([{ name: "now", label: "Now: Sign out on the phone" }]);
  expect(before.recording.seconds).toBe(27);
  expect(await press()).toBe(true);
  expect((await view()).acts).toEqual([]);
  expect(await press()).toBe(true);
  const marks = (await view()).recording.facts.filter(
    (fact) => fact.kind === "mark" && fact.act === "sign-out",
  );
  expect(marks).toHaveLength(7);
  await eventually(async () => expect((await view()).status).toBe("finished"));
  const after = await view();
  expect(after.recording.seconds).toBeLessThan(12);
  expect(after.conclusion.verdicts.filter(({ agrees }) => agrees)).toHaveLength(7);
}, 20_000);

it("where it comes after two seconds there is no button", async () => {
  const { view, press } = await begun("2");
  expect([(await view()).acts, await press()]).toEqual([[], false]);
});
