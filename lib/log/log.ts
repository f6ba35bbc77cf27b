// What happened, one JSON line an event, on standard output. Ids and reasons only: no token, password, name
// or address of a person. Line breaks and control characters are escaped, so nothing a client sends can forge
// a line or speak to the terminal that shows it.

import { metrics } from "./metrics";

type Detail = string | number | boolean | null | undefined;

/** `event` is a short name with dots: that of an audit event, `store.failed`, `secrets.changed`. */
export function log(event: string, details: Readonly<Record<string, Detail>>): void {
  const line = JSON.stringify({ time: new Date().toISOString(), event, ...details });
  metrics()?.event(event);
  process.stdout.write(`${line.replace(LEFT_BY_JSON, escaped)}\n`);
}

/** Control characters (C1) and line separators that JSON allows as they are. */
const LEFT_BY_JSON = /[\u007f-\u009f\u2028\u2029]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
