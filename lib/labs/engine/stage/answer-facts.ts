import type { Clock, InactiveReason, Role } from "@/lib/auth/contract";
import type { AnswerFact } from "../../contract";
import type { HttpAnswer } from "../server/http-client";

// What an answer of the lab server says, read from the answer alone: the recording knows no more than a client does.

/** The value that these `Set-Cookie` lines give a cookie; null for none, and for one that is cleared. */
export function tokenIn(lines: readonly string[], name: string): string | null {
  const line = lines.find((candidate) => candidate.startsWith(`${name}=`));
  return line?.slice(name.length + 1).split(";")[0] || null;
}

export function whatWasSaid({ status, body, reads }: HttpAnswer) {
  const { reason, principal, role } = body;
  const seen =
    typeof principal === "object" && principal !== null && "role" in principal ? principal.role : role;
  return {
    status,
    accepted: status < 300 || status === 403,
    reason: isReason(reason) ? reason : null,
    role: isRole(seen) ? seen : null,
    reads,
  };
}

/** As an instant of the recording; the lab's own clock may be ahead of it. `now`: the present instant there. */
export function endOf({ body }: HttpAnswer, clock: Clock, now: number): Pick<AnswerFact, "endsAt"> {
  const end = typeof body.expiresAt === "string" ? Date.parse(body.expiresAt) : Number.NaN;
  return Number.isNaN(end) ? {} : { endsAt: Math.ceil(end - clock.now().getTime() + now) };
}

const isRole = (value: unknown): value is Role => value === "user" || value === "admin";
/** The answer is our own server's, so a string here is one of the reasons. */
const isReason = (value: unknown): value is InactiveReason => typeof value === "string";
