// Events in plain English: one short sentence for each kind, and how it looks. As data; the page looks it up.

import type { Tone } from "@/app/_ui/controls/alert";
import type { SignName } from "@/app/_ui/drawings/icons";
import { reasonWords } from "@/app/_ui/words/words";
import type { ActivityView } from "@/lib/audit/view";
import type { ModeName } from "@/lib/auth/contract";
import type { AuditKind } from "@/lib/stores/audit";

interface KindLook {
  sign: SignName;
  tone: Tone;
  /** Without the "from Chrome on Linux" that follows. */
  say(event: ActivityView): string;
  /** What comes of it, at the end. */
  outcome?: string;
}

const modeNouns: Record<ModeName, string> = { session: "a database session", jwt: "a JWT" };
const a = ({ mode }: ActivityView) => (mode ? modeNouns[mode] : "a credential");
const A = (event: ActivityView) => a(event).replace("a", "A");

export const looks: Record<AuditKind, KindLook> = {
  "sign-up": { sign: "check", tone: "ok", say: () => "Created the account" },
  "sign-in": { sign: "in", tone: "ok", say: (event) => `Signed in with ${a(event)}` },
  "sign-in.refused": { sign: "cross", tone: "bad", say: (event) => `Sign-in refused: ${reason(event)}` },
  reauthenticated: { sign: "check", tone: "ok", say: () => "Confirmed the password" },
  "sign-out": { sign: "out", tone: "info", say: (event) => `Signed out of ${a(event)}` },
  "sign-in.ended": {
    sign: "out",
    tone: "info",
    say: ({ detail }) =>
      detail.reason === "limit" ? "Ended the oldest sign-in to make room" : "Ended one sign-in",
  },
  "sign-out-everywhere": {
    sign: "out",
    tone: "info",
    say: ({ detail }) => (detail.exceptThis ? "Signed out everywhere else" : "Signed out everywhere"),
  },
  "credential.refused": {
    sign: "cross",
    tone: "bad",
    say: (event) => `${A(event)} was refused: ${reason(event)}`,
  },
  refreshed: { sign: "turn", tone: "info", say: () => "Exchanged the refresh token for the next one" },
  "refresh.reused": {
    sign: "warn",
    tone: "bad",
    say: () => "A used refresh token came back",
    outcome: ": its sign-in was ended",
  },
  "mode.switched": { sign: "turn", tone: "info", say: (event) => `Switched to ${a(event)}` },
  "settings.changed": { sign: "sliders", tone: "info", say: () => "Changed the settings" },
  "password.changed": { sign: "key", tone: "ok", say: () => "Changed the password" },
  "role.changed": { sign: "person", tone: "warn", say: (event) => `Changed the role${toRole(event)}` },
  "account.disabled": { sign: "cross", tone: "bad", say: () => "Disabled the account" },
  "account.enabled": { sign: "check", tone: "ok", say: () => "Enabled the account again" },
  "account.signed-out": { sign: "out", tone: "warn", say: () => "Ended all sign-ins of the account" },
  "account.deleted": { sign: "cross", tone: "warn", say: () => "Deleted the account" },
};

const moreReasons: Record<string, { short: string; long: string }> = {
  wrong_password: { short: "wrong password", long: "The password did not match." },
  unknown_account: { short: "no such account", long: "No account has this address." },
  limit: { short: "too many sign-ins", long: "The settings allow no more sign-ins at once." },
};

/** Words for a recorded reason; null for one that nobody has written any for. */
export function describeReason(name: unknown): { short: string; long: string } | null {
  const words: Record<string, { short: string; long: string }> = { ...reasonWords, ...moreReasons };
  return typeof name === "string" && Object.hasOwn(words, name) ? (words[name] ?? null) : null;
}

function reason({ detail }: ActivityView): string {
  return describeReason(detail.reason)?.short ?? String(detail.reason ?? "no reason recorded");
}

const toRole = ({ detail }: ActivityView) => (typeof detail.to === "string" ? ` to ${detail.to}` : "");

/** Of events that came within a minute and were written down as one. */
const times = ({ detail }: ActivityView) =>
  typeof detail.times === "number" ? ` (${detail.times} times within a minute)` : "";

/** Where a comma would part what belongs together. */
const WITHOUT_COMMA: readonly AuditKind[] = ["sign-up", "sign-in", "sign-out", "refresh.reused"];

/** "Signed in with a JWT from Chrome on Linux, 127.0.0.1". `actor`: who did it to somebody else's account. */
export function sentence(event: ActivityView, actor: string | null): string {
  const { say, outcome = "" } = looks[event.kind];
  const said = `${say(event)}${times(event)}${actor ? `, by ${actor}` : ""}`;
  if (event.ip === null || event.label === null) return `${said}${outcome}`;
  const browser = event.label === "Unknown browser" ? "an unknown browser" : event.label;
  const comma = WITHOUT_COMMA.includes(event.kind) ? "" : ",";
  return `${said}${comma} from ${browser}, ${event.ip}${outcome}`;
}
