import "server-only";
import { newId } from "@/lib/auth/random";
import { fieldErrors } from "@/lib/http/field-errors";
import type { SignedIn } from "@/lib/http/signed-in";
import type { Lab } from "../lab";
import type { LabParts } from "../parts";
import { keepWhenEnded } from "./keep";
import { closedBecause, labOf } from "./labs";
import { refusal, type StartRefusal } from "./refusal";

export type StartResult = { id: string } | StartRefusal;

/**
 * Starts a run as soon as its world is made. `params` and `predictions` are what a form sends: strings by name; what
 * is left out takes its default, a prediction that is left out is not scored.
 */
export async function startRun(
  parts: LabParts,
  name: string,
  params: Record<string, unknown>,
  predictions: Record<string, unknown>,
  current: SignedIn,
): Promise<StartResult> {
  const lab = labOf(parts, name);
  if (!lab) return { refused: "invalid", message: "There is no such lab." };
  const closed = closedBecause(parts, lab);
  if (closed) return { refused: "invalid", message: closed };
  const parsed = lab.params.safeParse(params);
  if (!parsed.success)
    return {
      refused: "invalid",
      message: "Please check the marked fields.",
      fields: fieldErrors(parsed.error),
    };

  const { userId, email, name: person } = current.principal;
  const id = newId();
  const plan = lab.plan(parsed.data);
  const chosen = { params: parsed.data, predictions: predictionsFor(lab, predictions) };
  const createdAt = new Date();
  const started = await parts.labs.start(userId, { id, plan, owner: { email, name: person } });
  if ("refused" in started) return refusal(started);
  try {
    await parts.labRuns.insert({ id, userId, lab: lab.name, createdAt, ...chosen });
  } catch (error) {
    // A run that cannot be kept is not left running.
    await parts.labs.remove(id);
    throw error;
  }
  void keepWhenEnded(parts.labRuns, lab, started.run, chosen);
  return { id };
}

/** Only questions the lab puts, and only options it offers. */
function predictionsFor({ questions }: Lab, given: Record<string, unknown>): Record<string, string> {
  const answered = questions.flatMap(({ id, options }) => {
    const option = options.find(({ value }) => value === given[id]);
    return option ? [[id, option.value] as const] : [];
  });
  return Object.fromEntries(answered);
}
