import "server-only";
import type { z } from "zod";
import type { Conclusion, JsonObject, Question, Recording } from "./contract";
import type { Plan } from "./engine/plan";
import { type Field, type Fields, fieldsOf } from "./fields";

// What a lab is: one manifest with everything it says of itself. The engine runs its plan and knows none by name;
// list.ts has them all.

interface Words {
  title: string;
  /** One sentence: what it answers. */
  question: string;
  /** What is really done when it runs. */
  does: string;
  /** What its predictions are about; left out where there are none. */
  predict?: string;
}

interface Manifest<N extends string, P extends JsonObject> extends Words {
  /** Its address and its name in the database. */
  name: N;
  /** It needs the reader's browser on the server's own machine. */
  loopbackOnly?: true;
  /** Its record has the name and the address of who started the run: such a run gets no open link. */
  showsOwner?: true;
  /** An object of fields (fields.ts): strings of a form in, checked values out. */
  params: z.ZodType<P> & Fields;
  questions: readonly Question[];
  plan(params: P): Plan;
  /** From the facts alone, so that a stored run is concluded like a live one. Never throws for a run cut short. */
  conclude(recording: Recording, params: P): Conclusion;
}

/** A lab for everybody who does not know its parameters: they are checked again before each use. */
export interface Lab<N extends string = string> extends Omit<Manifest<N, JsonObject>, "params"> {
  params: z.ZodType<JsonObject>;
  fields: readonly Field[];
}

export function defineLab<const N extends string, P extends JsonObject>(manifest: Manifest<N, P>): Lab<N> {
  return {
    ...manifest,
    fields: fieldsOf(manifest.params),
    plan: (params) => manifest.plan(manifest.params.parse(params)),
    conclude: (recording, params) => manifest.conclude(recording, manifest.params.parse(params)),
  };
}
