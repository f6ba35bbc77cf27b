import { NextResponse } from "next/server";
import { secondOrigin } from "@/lib/labs/storage";
import { notFound } from "@/lib/session/answers";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

/** To where the reader's browser makes its attempts. The address is a key, so only who started the run gets it. */
export const GET = userRoute({}, async ({ params, current }) => {
  const address = await secondOrigin(String(params.id), current);
  return address ? NextResponse.redirect(address, 303) : notFound();
});
