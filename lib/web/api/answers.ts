import { NextResponse } from "next/server";

// Refusals that a capability decides on, in the API's words. What the guard refuses stands in route.ts.

/** 400, in the shape of a body that the schema refuses. */
export function invalidFields(fields: Record<string, string>): NextResponse {
  return NextResponse.json({ error: "invalid_request", fields }, { status: 400 });
}

/** 409: the request is right, the state of things forbids it. */
export function conflict(error: string): NextResponse {
  return NextResponse.json({ error }, { status: 409 });
}

export function notFound(): NextResponse {
  return NextResponse.json({ error: "not_found" }, { status: 404 });
}

export function noContent(): NextResponse {
  return new NextResponse(null, { status: 204 });
}
