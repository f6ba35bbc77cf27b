import { userRoute } from "@/lib/session/route";
import { toUser } from "@/lib/session/views";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ current }) => {
  const { principal, mode, sessionId, issuedAt, expiresAt, strategy, alg } = current;
  return Response.json({
    user: toUser(principal),
    auth: { mode, sessionId, issuedAt, expiresAt, strategy, alg },
  });
});
