// Runs of the labs: started over the API, as a program would, and read on their pages by the names people see.

import type { Locator, Page } from "@playwright/test";
import type { Client } from "./client";
import { expect } from "./expect";
import { json } from "./http";

/** Starts a run and answers its id. */
export async function startRun(
  client: Client,
  lab: string,
  params: Record<string, string> = {},
): Promise<string> {
  const answer = await client.post(`/api/labs/${lab}/runs`, { params });
  if (answer.status !== 201) throw new Error(`No run: ${answer.status} ${answer.text.slice(0, 200)}`);
  return json<{ id: string }>(answer).id;
}

/** The radio of a prediction. */
export const prediction = (page: Page, question: string, answer: string): Locator =>
  page
    .getByRole("radiogroup", { name: question, exact: true })
    .getByRole("radio", { name: answer, exact: true });

export const verdicts = (page: Page): Locator =>
  page.getByRole("region", { name: "Measured beside promised" }).getByRole("table").getByRole("row");

export const expectFinished = (page: Page): Promise<void> =>
  expect(page.getByText("Finished", { exact: true })).toBeVisible({ timeout: 30_000 });
