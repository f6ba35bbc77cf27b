import { userRoute } from "@/lib/web/api/route";
import { toUser } from "@/lib/web/api/views";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ current }) => {
  const { principal, mode, sessionId, issuedAt, expiresAt, strategy, alg } = current;
  return Response.json({
    user: toUser(principal),
    auth: { mode, sessionId, issuedAt, expiresAt, strategy, alg },
  });
});
