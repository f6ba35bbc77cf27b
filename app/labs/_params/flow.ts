// The form of the lab "flow": how the JWT is signed and checked. The session has nothing to choose.

import { strategyOptions } from "@/app/_ui/strategies";
import type { ParamSpec } from "./spec";

export const flowParams = [
  {
    kind: "choice",
    name: "alg",
    label: "Algorithm of the JWT",
    default: "ES256",
    options: ["ES256", "EdDSA", "HS256"].map((value) => ({ value, label: value })),
    hint: "RS256 is left out: its key takes too long to make.",
  },
  {
    kind: "choice",
    name: "revocation",
    label: "How the JWT is checked",
    default: "expiry-only",
    options: strategyOptions,
    hint: "What a check looks up besides the signature.",
  },
] as const satisfies readonly ParamSpec[];
