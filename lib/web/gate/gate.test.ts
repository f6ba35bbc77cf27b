import { describe, expect, it } from "vitest";
import type { PageAccess } from "./access";
import { decide, type GateRequest } from "./gate";

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
const ACCESS: PageAccess[] = ["public", "by-link", "signed-in"];
const CREDENTIALS: GateRequest["credential"][] = ["none", "plausible", "refused", "conflict"];
const BOTH = [true, false];

/** Every request there is, as far as the gate can tell. */
const TABLE: GateRequest[] = METHODS.flatMap((method) =>
  ACCESS.flatMap((access) =>
    CREDENTIALS.flatMap((credential) =>
      BOTH.flatMap((sameOrigin) =>
        BOTH.map((isActionCall) => ({
          method,
          access,
          credential,
          sameOrigin,
          isActionCall,
          path: "/dashboard?a=1",
        })),
      ),
    ),
  ),
);
const isUnsafe = ({ method }: GateRequest) => ["POST", "PUT", "PATCH", "DELETE"].includes(method);
const where = (matches: (request: GateRequest) => boolean) => TABLE.filter(matches);

describe(`all ${TABLE.length} requests`, () => {
  it("an unsafe one from elsewhere is refused, whoever it is", () => {
    for (const request of where((r) => isUnsafe(r) && !r.sameOrigin))
      expect(decide(request)).toEqual({ kind: "cross-origin" });
  });

  const admitted = where((r) => !isUnsafe(r) || r.sameOrigin);

  it("a safe one is never refused for its origin", () => {
    for (const request of admitted) expect(decide(request).kind).not.toBe("cross-origin");
  });

  it("a public page and one behind a link are open to everybody, a protected one to a plausible credential", () => {
    for (const request of admitted.filter((r) => r.access !== "signed-in" || r.credential === "plausible"))
      expect(decide(request).kind).toBe("pass");
  });

  it("a protected page without a plausible credential leads to the login page", () => {
    const refused = admitted.filter(
      (r) => r.access === "signed-in" && r.credential !== "plausible" && !r.isActionCall,
    );
    for (const request of refused) {
      const to = request.method === "GET" ? "/login?next=%2Fdashboard%3Fa%3D1" : "/login";
      expect(decide(request)).toEqual({
        kind: "redirect",
        to,
        clearCredentials: request.credential === "conflict",
      });
    }
  });

  it("a way back that would be too long for an address is left out", () => {
    const [visit] = where((r) => r.method === "GET" && r.access === "signed-in" && r.credential === "none");
    if (!visit) throw new Error("No such request in the table.");
    const to = (length: number) =>
      decide({ ...visit, isActionCall: false, path: `/dashboard?${"%".repeat(length)}` });
    expect(to(600)).toMatchObject({ to: expect.stringMatching(/^\/login\?next=/) });
    expect(to(700)).toMatchObject({ to: "/login" });
  });

  it("an action called by script is left to its own guard, which can answer it", () => {
    for (const request of admitted.filter((r) => r.isActionCall)) expect(decide(request).kind).toBe("pass");
  });

  it("conflicting credentials are cleared, and no others", () => {
    for (const request of admitted)
      expect(decide(request)).toMatchObject({ clearCredentials: request.credential === "conflict" });
  });
});
