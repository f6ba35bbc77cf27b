// The fields of the settings form by name, in the order of the page: what they are called and offer.
import type { SettingName } from "@/lib/stores/settings";

export const labels: Readonly<Record<SettingName, string>> = {
  authMode: "Auth mode",
  "session.idleTimeoutSeconds": "Idle timeout",
  "session.absoluteTimeoutSeconds": "Absolute timeout",
  "session.cacheSeconds": "Remember the row for",
  "jwt.accessTtlSeconds": "Lifetime",
  "jwt.refreshIdleSeconds": "Refresh idle timeout",
  "jwt.refreshAbsoluteSeconds": "Refresh absolute timeout",
  "jwt.revocation": "Revocation",
  "jwt.alg": "Algorithm",
  maxSignIns: "Sign-ins at once, at most",
};

export const algorithms = [
  { value: "HS256", label: "HS256, one shared secret" },
  { value: "RS256", label: "RS256, RSA key pair" },
  { value: "ES256", label: "ES256, elliptic curve P-256" },
  { value: "EdDSA", label: "EdDSA, Ed25519" },
];
