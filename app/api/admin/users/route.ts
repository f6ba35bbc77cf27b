import { NextResponse } from "next/server";
import { accountQuerySchema, listAccounts } from "@/lib/accounts/admin";
import { invalidFields } from "@/lib/session/answers";
import { readQuery } from "@/lib/session/query";
import { userRoute } from "@/lib/session/route";
import { refused } from "../refused";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ request, current }) => {
  const query = readQuery(request, accountQuerySchema);
  const page = await listAccounts(current, query.ok ? query.value : accountQuerySchema.parse({}));
  // First of all: what is wrong with a request is nobody's business who may not make it.
  if (!page) return refused("forbidden");
  if (!query.ok) return query.response;
  if (page === "unknown_cursor") return invalidFields({ after: "There is no such account." });
  return NextResponse.json(page);
});
