// How the form that starts a run names its fields: parameters by the lab's own names, predictions with a prefix, so
// that neither can be taken for the other.

import type { Route } from "next";
import type { FormState } from "@/app/_ui/controls/form-state";

/** What the form's action answers when no run was started. */
export interface StartState extends FormState {
  /** The run that is in the way. */
  runHref?: Route;
}

const PREDICTION = "predict.";
/** The lab's name travels under this one. */
export const LAB_FIELD = "lab:name";
/** Where the new run is to be shown: on the stage, or left out. */
export const STAGE_FIELD = "lab:stage";
/** A question that is left open. */
export const OPEN = "";

export const predictionField = (question: string): string => `${PREDICTION}${question}`;

export interface StartInput {
  lab: string;
  onStage: boolean;
  params: Record<string, string>;
  predictions: Record<string, string>;
}

export function readStart(fields: Readonly<Record<string, unknown>>): StartInput {
  const input: StartInput = { lab: "", onStage: false, params: {}, predictions: {} };
  for (const [name, value] of Object.entries(fields)) {
    // React adds fields of its own, which begin with "$".
    if (typeof value !== "string" || name.startsWith("$")) continue;
    if (name === LAB_FIELD) input.lab = value;
    else if (name === STAGE_FIELD) input.onStage = true;
    else if (!name.startsWith(PREDICTION)) input.params[name] = value;
    else if (value !== OPEN) input.predictions[name.slice(PREDICTION.length)] = value;
  }
  return input;
}
