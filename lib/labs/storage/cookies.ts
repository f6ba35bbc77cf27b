import "server-only";
import { newId } from "@/lib/auth/random";
import { COOKIE_PREFIX, cookieName, SAME_SITES, type SameSiteId, type Size } from "./shared/cells";

// The cookies of this lab, which the reader's own browser holds. Cookies ignore ports, so the browser keeps them with
// the app's: each has a path of one run's target, a name that the app does not use, and a few minutes to live. They are
// far fewer than a browser keeps of one host, so none of the app's is pushed out.

const MAX_AGE_SECONDS = 180;
/** SameSite=None is taken only together with Secure, which browsers allow on http://localhost. */
const SAME_SITE: Readonly<Record<SameSiteId, string>> = {
  strict: "; SameSite=Strict",
  lax: "; SameSite=Lax",
  none: "; SameSite=None; Secure",
  plain: "",
};

export interface SiteCookies {
  /** The same for all of them. */
  readonly value: string;
  /** `Set-Cookie` lines of the target's sign-in. */
  set(): string[];
  clear(): string[];
  /** Names of those that a `Cookie` header brings with the right value. */
  arrived(header: string | undefined): string[];
}

/** `path`: of everything the run's target answers. */
export function createSiteCookies(path: string): SiteCookies {
  const value = newId();
  const attributes = [
    ...SAME_SITES.map(({ id }) => [cookieName(id), `; HttpOnly${SAME_SITE[id]}`] as const),
    [cookieName("open"), SAME_SITE.lax] as const,
  ];
  const lines = (content: string, maxAge: number) =>
    attributes.map(([name, rest]) => `${name}=${content}; Path=${path}; Max-Age=${maxAge}${rest}`);
  return {
    value,
    set: () => lines(value, MAX_AGE_SECONDS),
    clear: () => lines("", 0),
    arrived(header) {
      const brought = new Set((header ?? "").split(";").map((pair) => pair.trim()));
      return attributes.map(([name]) => name).filter((name) => brought.has(`${name}=${value}`));
    },
  };
}

/** Cookies of a size, for a path where nothing else is asked for. `bytes` counts name and value (RFC 6265bis §5.6). */
export function bigCookies({ count, bytes }: Size, path: string, maxAge = MAX_AGE_SECONDS): string[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${COOKIE_PREFIX}big${index}`;
    const value = maxAge === 0 ? "" : "x".repeat(bytes - name.length);
    return `${name}=${value}; Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
  });
}

/** How many of them came back, whole. */
export function bigOnes(header: string | undefined, { bytes }: Size): number {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  // The sign "=" between name and value is not counted.
  return pairs.filter((pair) => pair.startsWith(`${COOKIE_PREFIX}big`) && pair.length === bytes + 1).length;
}
