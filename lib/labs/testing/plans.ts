import { jwtPolicy, sessionPolicy } from "../common/policies";
import type { Plan } from "../engine/plan";

// A small plan for tests of the engine: one lane of each kind, two devices that are signed in, probes from one.

export const LANES: Plan["lanes"] = [
  { id: "session", label: "Session", mode: "session", policy: sessionPolicy() },
  {
    id: "jwt",
    label: "JWT",
    mode: "jwt",
    policy: jwtPolicy({ revocation: "denylist", accessTtlSeconds: 60 }),
  },
];

export function smallPlan(changes: Partial<Plan> = {}): Plan {
  return {
    lanes: LANES,
    devices: [
      { id: "phone", label: "Phone" },
      { id: "laptop", label: "Laptop" },
    ],
    seconds: 30,
    probes: [{ device: "phone", resource: "me", everyMs: 50 }],
    async prepare(stage) {
      for (const device of ["phone", "laptop"]) await stage.signIn(device);
    },
    schedule: [],
    ...changes,
  };
}
