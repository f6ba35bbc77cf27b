// The lists of names that everybody uses: modes, algorithms, revocation strategies and roles. Imports nothing, so
// that forms, pages, scripts and the browser may read it, too.

export const MODE_NAMES = ["session", "jwt"] as const;
export type ModeName = (typeof MODE_NAMES)[number];

export const SIGNING_ALGS = ["HS256", "RS256", "ES256", "EdDSA"] as const;
export type SigningAlg = (typeof SIGNING_ALGS)[number];

/** How the revocation of a JWT is checked. */
export const STRATEGY_NAMES = ["expiry-only", "denylist", "token-version", "introspection"] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

export const ROLES = ["user", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** One value for each name of a list. */
export function byName<Name extends string, T>(
  names: readonly Name[],
  make: (name: Name) => T,
): Record<Name, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;
}

export function isModeName(value: unknown): value is ModeName {
  return MODE_NAMES.some((name) => name === value);
}
