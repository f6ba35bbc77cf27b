import { NextResponse } from "next/server";
import { deviceListing, listDevices } from "@/lib/accounts/sign-ins/devices";
import { cursorTo, readPage } from "@/lib/web/api/paging";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ runtime, request, current }) => {
  const page = await readPage(request, deviceListing);
  if (!page.ok) return page.response;
  const { devices, next } = await listDevices(runtime, current, page.value);
  return NextResponse.json({ devices, next: await cursorTo(deviceListing, next) });
});
