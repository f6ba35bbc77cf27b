// The fields of the settings form by name, in the order of the page: what they are called and offer.

export type FieldName = keyof typeof labels;

export const labels = {
  authMode: "Auth mode",
  sessionIdleSeconds: "Idle timeout",
  sessionAbsoluteSeconds: "Absolute timeout",
  sessionCacheSeconds: "Remember the row for",
  accessTtlSeconds: "Lifetime",
  refreshIdleSeconds: "Refresh idle timeout",
  refreshAbsoluteSeconds: "Refresh absolute timeout",
  revocation: "Revocation",
  jwtAlg: "Algorithm",
  maxSignIns: "Sign-ins at once, at most",
};

export const algorithms = [
  { value: "HS256", label: "HS256, one shared secret" },
  { value: "RS256", label: "RS256, RSA key pair" },
  { value: "ES256", label: "ES256, elliptic curve P-256" },
  { value: "EdDSA", label: "EdDSA, Ed25519" },
];
