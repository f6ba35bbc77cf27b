import { z } from "zod";

// The fields of a lab's form, each described once: from the description come the schema that checks what a form sends
// and what the form shows. Everything has a default.

type Described = { label: string; hint: string } & (
  | { kind: "choice"; options: { value: string; label: string }[]; default: string }
  | { kind: "number"; unit: string; default: number }
);

/** As a form shows it. `name` is the parameter's own. */
export type Field = Described & { name: string };

const described = z.registry<Described>();

interface Choice<V extends string> {
  /** By value: the label. A list of values is labelled by the values themselves. */
  options: Readonly<Record<V, string>> | readonly V[];
  default: NoInfer<V>;
  /** "an event": what is asked for when the value is none of these. */
  missing: string;
}

export function choice<V extends string>(
  label: string,
  hint: string,
  { options, default: usual, missing }: Choice<V>,
) {
  const labels: Record<string, string> = isList(options)
    ? Object.fromEntries(options.map((value) => [value, spelled(value)]))
    : options;
  const isOffered = (value: unknown) => typeof value === "string" && Object.hasOwn(labels, value);
  return z
    .custom<V>(isOffered, `Please choose ${missing}.`)
    .default(() => usual)
    .register(described, {
      kind: "choice",
      label,
      hint,
      default: usual,
      options: Object.entries(labels).map(([value, text]) => ({ value, label: text })),
    });
}

const isList = <V extends string>(options: Choice<V>["options"]): options is readonly V[] =>
  Array.isArray(options);

/** "token-version" → "Token version". */
const spelled = (value: string): string =>
  `${value.slice(0, 1).toUpperCase()}${value.slice(1)}`.replaceAll("-", " ");

/** By its plural: what stands beside the number 1, and what the form writes beside the field. */
const UNITS = {
  seconds: { one: "second", shown: "seconds" },
  minutes: { one: "minute", shown: "minutes" },
  hours: { one: "hour", shown: "hours" },
  days: { one: "day", shown: "days" },
  milliseconds: { one: "millisecond", shown: "ms" },
  requests: { one: "request", shown: "requests" },
} as const;
type Unit = keyof typeof UNITS;

interface WholeNumber {
  unit: Unit;
  min: number;
  max: number;
  default: number;
  /** Follows the bounds in the hint: ", scored from 5". */
  scored?: string;
}

/** A whole number, as a form sends it. The bounds are added to the hint. */
export function wholeNumber(
  label: string,
  hint: string,
  { unit, min, max, default: usual, scored = "" }: WholeNumber,
) {
  const wanted = `Please enter a whole number of ${unit}.`;
  return z.coerce
    .number(wanted)
    .int(wanted)
    .min(min, `At least ${counted(min, unit)}.`)
    .max(max, `At most ${counted(max, unit)}.`)
    .default(usual)
    .register(described, {
      kind: "number",
      label,
      hint: `${hint} ${min} to ${max}${scored}.`,
      unit: UNITS[unit].shown,
      default: usual,
    });
}

const counted = (count: number, unit: Unit): string => `${count} ${count === 1 ? UNITS[unit].one : unit}`;

/** An object of parameters, each made by `choice` or `wholeNumber`. */
export interface Fields {
  shape: Readonly<Record<string, z.ZodType>>;
}

/** In the order in which the form shows them. */
export function fieldsOf({ shape }: Fields): Field[] {
  return Object.entries(shape).map(([name, schema]) => {
    const field = described.get(schema);
    if (!field) throw new Error(`The parameter ${name} has no words for a form.`);
    return { ...field, name };
  });
}
