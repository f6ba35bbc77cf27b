// What happened, one JSON line an event, on standard output. Ids and reasons only: no token, password, name
// or address of a person. JSON escapes line breaks, so nothing a client sends can forge a line.

export type LogEvent =
  | "sign-in.succeeded"
  | "sign-in.refused"
  | "sign-in.throttled"
  | "sign-up.succeeded"
  | "sign-up.throttled"
  | "sign-out"
  | "sign-out-everywhere"
  | "mode.switched"
  | "settings.changed"
  | "credential.refused"
  | "pair.issued"
  | "pair.revoked"
  | "housekeeping.failed"
  | "store.failed"
  | "request.failed";

type Detail = string | number | boolean | null | undefined;

export function log(event: LogEvent, details: Readonly<Record<string, Detail>>): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...details })}\n`);
}
