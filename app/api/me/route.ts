import { userRoute } from "@/lib/web/api/route";
import { toUser } from "@/lib/web/api/views";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ current }) => {
  const { principal, mode, sessionId, issuedAt, expiresAt, strategy, alg } = current;
  // Written out: left to JSON, the two instants take nearly as long as all the rest.
  const lasting = { issuedAt: issuedAt.toISOString(), expiresAt: expiresAt.toISOString() };
  return Response.json({ user: toUser(principal), auth: { mode, sessionId, ...lasting, strategy, alg } });
});
