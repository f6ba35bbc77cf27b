import { NextResponse } from "next/server";

// The API's answer for a run that is not there, or is somebody else's to touch.

export const notFound = (): NextResponse => NextResponse.json({ error: "not_found" }, { status: 404 });
