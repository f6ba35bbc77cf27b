import type { IssuePolicy, ModeName, UserId } from "@/lib/auth/contract";

// How an account signs in: its mode, algorithm and lifetimes. A change applies to what is issued from then on; what
// is already out there keeps the terms it was issued with.

export interface Settings extends IssuePolicy {
  authMode: ModeName;
  /** Sign-ins alive at once, of both modes together; one more ends the oldest. */
  maxSignIns: number;
}

/** What is left out, or undefined, stays as it is. */
export interface SettingsPatch {
  authMode?: ModeName | undefined;
  jwt?: Part<Settings["jwt"]> | undefined;
  session?: Part<Settings["session"]> | undefined;
  maxSignIns?: number | undefined;
}
type Part<T> = { [Name in keyof T]?: T[Name] | undefined };

export interface SettingsStore {
  /** Throws `AccountClosedError` when the account does not exist any more. */
  get(userId: UserId): Promise<Settings>;
  /** Merges and returns the whole. Throws as `get` does. */
  update(userId: UserId, patch: SettingsPatch): Promise<Settings>;
}

/**
 * The same settings by name, as forms, columns and the audit trail have them: `jwt.alg`, `session.cacheSeconds`. Two
 * shapes only, and these two functions between them.
 */
export type FlatSettings = Omit<Settings, "jwt" | "session"> &
  Prefixed<"jwt", Settings["jwt"]> &
  Prefixed<"session", Settings["session"]>;
type Prefixed<Prefix extends string, T> = { [Name in keyof T & string as `${Prefix}.${Name}`]: T[Name] };
export type SettingName = keyof FlatSettings;

export function flatten({ jwt, session, ...rest }: Settings): FlatSettings {
  return { ...rest, ...prefixed("jwt", jwt), ...prefixed("session", session) };
}

function prefixed<Prefix extends string, T extends object>(prefix: Prefix, part: T): Prefixed<Prefix, T> {
  const entries = Object.entries(part).map(([name, value]) => [`${prefix}.${name}`, value]);
  return Object.fromEntries(entries);
}

/** The other way round, of whatever values: `{"jwt.alg": x}` becomes `{jwt: {alg: x}}`. */
export function nest(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  const groups = new Map<string, Record<string, unknown>>();
  for (const [path, value] of Object.entries(flat)) {
    const [group = "", name] = path.split(".", 2);
    if (name === undefined) {
      nested[group] = value;
      continue;
    }
    const members = groups.get(group) ?? {};
    members[name] = value;
    groups.set(group, members);
  }
  return { ...nested, ...Object.fromEntries(groups) };
}

/** Keeps the old value where the patch names none. */
export function merge(old: Settings, patch: SettingsPatch): Settings {
  return {
    authMode: patch.authMode ?? old.authMode,
    maxSignIns: patch.maxSignIns ?? old.maxSignIns,
    jwt: mergePart(old.jwt, patch.jwt),
    session: mergePart(old.session, patch.session),
  };
}

function mergePart<T extends object>(old: T, patch: Part<T> = {}): T {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...old, ...Object.fromEntries(named) };
}
