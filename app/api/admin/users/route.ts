import { NextResponse } from "next/server";
import { accountFilterSchema, accountListing, listAccounts } from "@/lib/accounts/admin/managed-accounts";
import { cursorTo, readPage } from "@/lib/web/api/paging";
import { readQuery } from "@/lib/web/api/query";
import { userRoute } from "@/lib/web/api/route";
import { refused } from "../refused";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ runtime, request, current }) => {
  const filter = readQuery(request, accountFilterSchema);
  const page = await readPage(request, accountListing);
  const accounts = await listAccounts(
    runtime,
    current,
    filter.ok ? filter.value : {},
    page.ok ? page.value : { limit: 1 },
  );
  // First of all: what is wrong with a request is nobody's business who may not make it.
  if (!accounts) return refused("forbidden");
  if (!filter.ok) return filter.response;
  if (!page.ok) return page.response;
  const { demoOnly, users, next } = accounts;
  return NextResponse.json({ demoOnly, users, next: await cursorTo(accountListing, next) });
});
