type Value = string | Blob;

// What a browser sends of a form, for tests of actions.

/** A list stands for several fields of one name. */
export function formData(fields: Record<string, Value | readonly Value[]>): FormData {
  const data = new FormData();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) data.append(name, value);
  return data;
}

/** The settings form as a new account finds it. */
export const SETTINGS_FORM = {
  authMode: "session",
  "jwt.alg": "ES256",
  "jwt.accessTtlSeconds": "900",
  "jwt.revocation": "expiry-only",
  "jwt.refreshIdleSeconds": "604800",
  "jwt.refreshAbsoluteSeconds": "2592000",
  maxSignIns: "50",
  "session.idleTimeoutSeconds": "1800",
  "session.absoluteTimeoutSeconds": "43200",
  "session.cacheSeconds": "0",
};
