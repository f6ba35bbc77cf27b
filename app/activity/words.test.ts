import { describe, expect, it } from "vitest";
import type { ActivityView } from "@/lib/audit/view";
import type { UserId } from "@/lib/auth/contract";
import { AUDIT_KINDS, type AuditKind } from "@/lib/stores/audit";
import { exportLink, GROUPS, kindsOf, readFilter } from "./filter";
import { describeReason, sentence } from "./words";

const event = (kind: AuditKind, more: Partial<ActivityView> = {}): ActivityView => ({
  id: 1,
  at: "2026-01-15T12:00:00.000Z",
  kind,
  userId: "u" as UserId,
  actorId: null,
  sessionId: null,
  mode: "jwt",
  ip: "127.0.0.1",
  userAgent: "x",
  label: "Chrome on Linux",
  detail: {},
  ...more,
});

describe("sentence", () => {
  it.each(AUDIT_KINDS)("%s is one line of plain words", (kind) => {
    expect(sentence(event(kind), null)).toMatch(
      /^[A-Z][\w ,:-]+ from Chrome on Linux, 127\.0\.0\.1[\w :-]*$/,
    );
    expect(sentence(event(kind, { ip: null, label: null }), "Admin")).toMatch(/, by Admin/);
  });

  it("says how, from where and why", () => {
    expect(sentence(event("sign-in", { mode: "session" }), null)).toBe(
      "Signed in with a database session from Chrome on Linux, 127.0.0.1",
    );
    expect(sentence(event("credential.refused", { detail: { reason: "revoked" } }), null)).toContain(
      "A JWT was refused: revoked, from",
    );
    expect(sentence(event("sign-in", { label: "Unknown browser" }), null)).toContain(
      "from an unknown browser,",
    );
  });

  it("a reason that nobody has words for is shown as it is", () => {
    for (const reason of ["constructor", "__proto__", "later", "<b>"]) {
      expect(describeReason(reason)).toBeNull();
      expect(sentence(event("sign-in.refused", { detail: { reason } }), null)).toContain(
        `refused: ${reason},`,
      );
    }
    expect(describeReason("wrong_password")?.short).toBe("wrong password");
  });
});

describe("the filter", () => {
  it("every kind of event is in a group", () => {
    const grouped = Object.values(GROUPS).flatMap(({ kinds }): readonly AuditKind[] => kinds);
    expect([...new Set(grouped)].sort()).toEqual([...AUDIT_KINDS].sort());
  });

  it("reads what an address can mean and leaves out the rest", () => {
    expect(readFilter({ show: ["refusals", "x"], cursor: "abc", user: ["a", "b"] })).toEqual({
      groups: ["refusals"],
      cursor: "abc",
      user: "a",
    });
    expect(readFilter({ cursor: "", show: "__proto__", user: "" })).toEqual({
      groups: [],
      cursor: undefined,
      user: undefined,
    });
  });

  it("an export asks for the kinds that are shown, on every page of them", () => {
    const filter = readFilter({ show: ["rotations", "revocations"], cursor: "abc", user: "a&b" });
    expect(kindsOf(filter).filter((kind) => kind === "refresh.reused")).toHaveLength(1);
    const query = new URL(exportLink(filter, "csv"), "http://localhost").searchParams;
    expect([query.getAll("kind"), query.get("user"), query.get("format"), query.has("cursor")]).toEqual([
      ...[kindsOf(filter), "a&b", "csv", false],
    ]);
  });
});
