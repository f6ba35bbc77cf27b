// Tables that are wider than their frame: they say so to everybody, and only then are they a stop for the Tab key.

import { json } from "../support/http";
import { expectFits, startRun } from "../support/labs";
import { expect, test } from "../support/test";

test("a table that scrolls sideways says so in words and by a shadow; one that fits says nothing", async ({
  signedIn: page,
  account,
}) => {
  const id = await startRun(account.client, "races", { requests: "2" });
  const isOver = async () =>
    json<{ status: string }>(await account.client.get(`/api/labs/runs/${id}`)).status === "finished";
  await expect.poll(isOver, { timeout: 30_000 }).toBe(true);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/labs/races/runs/${id}`);
  const frame = page.getByRole("region", { name: "The counters of every lane", exact: true });
  await expect(frame).toHaveAccessibleDescription(/scrolls sideways/);
  await expect(frame).toHaveAttribute("tabindex", "0");
  await expectFits(page, 390);
  const right = async () => {
    await frame.scrollIntoViewIfNeeded();
    const box = await frame.boundingBox();
    if (!box) throw new Error("The table is not there.");
    const clip = { x: box.x + box.width - 2, y: box.y + 20, width: 1, height: 1 };
    return (await page.screenshot({ clip })).toString("base64");
  };
  const shaded = await right();
  await frame.focus();
  await frame.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
  await expect.poll(right).not.toBe(shaded);

  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(frame).not.toHaveAttribute("tabindex");
  await expect(frame).toHaveAccessibleDescription("");
});
