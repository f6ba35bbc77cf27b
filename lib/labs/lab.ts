import "server-only";
import type { z } from "zod";
import type { Role } from "@/lib/auth/contract";
import type { Conclusion, Device, JsonObject, LabName, LaneSpec, Question, Recording } from "./contract";
import type { Stage } from "./engine/stage";
import type { Decorate } from "./engine/world";

// What a lab consists of. The engine runs it and knows none by name; catalogue.ts lists them.

/** One series of requests: this device asks for this resource in every lane, again and again. */
export interface ProbeSpec {
  device: string;
  resource: "me" | "admin";
  everyMs: number;
  /** Default: all lanes. */
  lanes?: readonly string[];
}

export interface ScheduledAct {
  /** Milliseconds after the start. */
  at: number;
  /** Records what it does through the stage. What it throws fails the run. */
  run(stage: Stage): Promise<void>;
}

/** Something the person can do while the run goes on. */
export interface LiveAct {
  label: string;
  run(stage: Stage, input: JsonObject): Promise<void>;
}

export interface Plan {
  lanes: readonly LaneSpec[];
  devices: readonly Device[];
  /** At most `MAX_SECONDS` of engine/plan-bounds.ts. */
  seconds: number;
  probes: readonly ProbeSpec[];
  /** Before the start: who is signed in where. */
  prepare(stage: Stage): Promise<void>;
  schedule: readonly ScheduledAct[];
  acts?: Readonly<Record<string, LiveAct>>;
  /** Default "user". */
  ownerRole?: Role;
  /** Every answer says how it came about: for labs that show it. */
  traced?: boolean;
  /** Puts another implementation of the contract in a lane's place, for labs that compare. */
  decorate?: Decorate;
}

export interface Lab<P extends JsonObject = JsonObject> {
  name: LabName;
  /** It needs the reader's browser on the server's own machine. */
  loopbackOnly?: true;
  /** From a form: strings in, checked values out; everything has a default. */
  params: z.ZodType<P>;
  questions: readonly Question[];
  plan(params: P): Plan;
  /** From the facts alone, so that a stored run is concluded like a live one. Never throws for a run cut short. */
  conclude(recording: Recording, params: P): Conclusion;
}

/** Every lab for the engine, which knows no parameters: they are checked again before each use. */
export function defineLab<P extends JsonObject>(lab: Lab<P>): Lab {
  return {
    ...lab,
    plan: (params) => lab.plan(lab.params.parse(params)),
    conclude: (recording, params) => lab.conclude(recording, lab.params.parse(params)),
  };
}
