import type { NextResponse } from "next/server";
import type { Cookie, CookieWriter } from "./cookies";

// Collects the cookies a flow sets before its response exists. Only a flow that succeeds sends them.

export interface CollectedCookies extends CookieWriter {
  into(response: NextResponse): NextResponse;
}

export function collectCookies(): CollectedCookies {
  const collected: Cookie[] = [];
  return {
    set: (cookie) => collected.push(cookie),
    into(response) {
      for (const cookie of collected) response.cookies.set(cookie);
      return response;
    },
  };
}
