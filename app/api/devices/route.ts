import { NextResponse } from "next/server";
import { deviceListing, listDevices } from "@/lib/accounts/devices";
import { cursorTo, readPage } from "@/lib/session/paging";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ request, current }) => {
  const page = await readPage(request, deviceListing);
  if (!page.ok) return page.response;
  const { devices, next } = await listDevices(current, page.value);
  return NextResponse.json({ devices, next: await cursorTo(deviceListing, next) });
});
