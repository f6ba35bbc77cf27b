import { NextResponse } from "next/server";
import { listDevices } from "@/lib/accounts/devices";
import { userRoute } from "@/lib/session/route";

export const dynamic = "force-dynamic";

export const GET = userRoute({}, async ({ current }) =>
  NextResponse.json({ devices: await listDevices(current) }),
);
