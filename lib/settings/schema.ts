import { z } from "zod";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES, SIGNING_ALGS, STRATEGY_NAMES } from "@/lib/auth/names";
import { BOUNDS, DEFAULT_POLICY } from "@/lib/auth/policy";
import { nest, type Settings } from "@/lib/stores/settings";
import { parseDuration, writeDuration } from "./duration";

// What the settings may be: the same fields and bounds for the API, where numbers are numbers, and for the form, where
// they are text.

interface Bounds {
  min: number;
  max: number;
}

const whole = (number: z.ZodNumber, { min, max }: Bounds, unit: string) =>
  number
    .int(`Please enter ${unit ? "whole seconds" : "a whole number"}.`)
    .min(min, `At least ${min}${unit}.`)
    .max(max, `At most ${max.toLocaleString("en-US")}${unit}.`);

const seconds = (bounds: Bounds) => whole(z.number("Please enter a number of seconds."), bounds, " seconds");
const count = (bounds: Bounds) => whole(z.number("Please enter a whole number."), bounds, "");

/** A text field, where an empty one is no zero. */
const digits = (message: string) => z.string().trim().regex(/^\d+$/, message).transform(Number);
/** "30 min". */
const durationAsText = ({ min, max }: Bounds) =>
  z
    .string("Please enter how long.")
    .transform(parseDuration)
    .pipe(
      z
        .number("Please write a number and a unit: 30 s, 15 min, 12 h or 7 days.")
        .min(min, `At least ${writeDuration(min)}.`)
        .max(max, `At most ${writeDuration(max)}.`),
    );
const countAsText = (bounds: Bounds) => digits("Please enter a whole number.").pipe(count(bounds));

const jwtSchema = <N extends z.ZodType>(lasting: (bounds: Bounds) => N) =>
  z.object({
    alg: z.enum(SIGNING_ALGS, "Please choose an algorithm."),
    accessTtlSeconds: lasting(BOUNDS.accessTtlSeconds),
    revocation: z.enum(STRATEGY_NAMES, "Please choose a strategy."),
    refreshIdleSeconds: lasting(BOUNDS.idleTimeoutSeconds),
    refreshAbsoluteSeconds: lasting(BOUNDS.absoluteTimeoutSeconds),
  });
const sessionSchema = <N extends z.ZodType>(lasting: (bounds: Bounds) => N) =>
  z.object({
    idleTimeoutSeconds: lasting(BOUNDS.idleTimeoutSeconds),
    absoluteTimeoutSeconds: lasting(BOUNDS.absoluteTimeoutSeconds),
    cacheSeconds: lasting(BOUNDS.cacheSeconds),
  });
const authMode = z.enum(MODE_NAMES, "Please choose a mode.");

/** A change to the settings; what is left out stays. Unknown members are ignored. */
export const settingsPatchSchema = z
  .object({
    authMode,
    jwt: jwtSchema(seconds).partial(),
    session: sessionSchema(seconds).partial(),
    maxSignIns: count(BOUNDS.maxSignIns),
  })
  .partial();

/** All of them, from the text fields of a form that are named `jwt.alg`, `session.cacheSeconds` and so on. */
export const settingsFormSchema = z
  .record(z.string(), z.unknown())
  .transform(nest)
  .pipe(
    z.object({
      authMode,
      jwt: jwtSchema(durationAsText),
      session: sessionSchema(durationAsText),
      maxSignIns: countAsText(BOUNDS.maxSignIns),
    }),
  );

/** What a new account starts with. */
export function initialSettings(authMode: ModeName): Settings {
  return { authMode, ...DEFAULT_POLICY, maxSignIns: 50 };
}
