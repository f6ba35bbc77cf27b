import type { Credentials, Held, ModeName } from "@/lib/auth/contract";

// The cookies of the labs: their names, how an answer sets them and how a request brings them. Only jars on the
// server and people with curl ever hold them; the reader's browser never does.

export const LAB_COOKIES: Readonly<Record<ModeName, { token: string; refresh: string | null }>> = {
  session: { token: "__Host-lab-session", refresh: null },
  jwt: { token: "__Host-lab-access", refresh: "__Host-lab-refresh" },
};

const ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** `Set-Cookie` lines that hand over these credentials. `now` is the lab's own. */
export function setCookies(mode: ModeName, credentials: Credentials, now: Date): string[] {
  const names = LAB_COOKIES[mode];
  const { token, expiresAt, refreshToken, refreshExpiresAt } = credentials;
  const lines = [line(names.token, token, expiresAt, now)];
  if (names.refresh && refreshToken && refreshExpiresAt)
    lines.push(line(names.refresh, refreshToken, refreshExpiresAt, now));
  return lines;
}

/** RFC 6265bis §4.1: clearing needs the same name, path and attributes. */
export function clearCookies(mode: ModeName): string[] {
  const { token, refresh } = LAB_COOKIES[mode];
  return [token, refresh].flatMap((name) => (name ? [`${name}=; ${ATTRIBUTES}; Max-Age=0`] : []));
}

/** What a `Cookie` header brings of this mode; of two with one name, neither. */
export function heldIn(mode: ModeName, header: string | undefined): Held {
  const { token, refresh } = LAB_COOKIES[mode];
  return { token: single(header, token), refreshToken: refresh ? single(header, refresh) : null };
}

/** Rounded up to a second, so that a cookie never goes before its credential. */
function line(name: string, value: string, expiresAt: Date, now: Date): string {
  const maxAge = Math.max(0, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000));
  return `${name}=${value}; ${ATTRIBUTES}; Max-Age=${maxAge}`;
}

function single(header: string | undefined, name: string): string | null {
  const values = (header ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`))
    .map((part) => part.slice(name.length + 1));
  return values.length === 1 && values[0] ? values[0] : null;
}
