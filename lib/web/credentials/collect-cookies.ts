import { NextResponse } from "next/server";
import type { Cookie, CookieWriter } from "@/lib/http/cookies/cookies";

// Collects the cookies a flow sets before its response exists. Only a flow that succeeds sends them.

export interface CollectedCookies extends CookieWriter {
  into(response: NextResponse): NextResponse;
  /** Adds those that the response does not set itself: what a handler says of a cookie is the last word. */
  beneath(response: Response): Response;
}

export function collectCookies(): CollectedCookies {
  const collected: Cookie[] = [];
  return {
    set: (cookie) => collected.push(cookie),
    into(response) {
      for (const cookie of collected) response.cookies.set(cookie);
      return response;
    },
    beneath(response) {
      if (collected.length === 0) return response;
      const said = response.headers.getSetCookie().map((line) => line.split("=", 1)[0]);
      const carrier = new NextResponse(null);
      for (const cookie of collected) if (!said.includes(cookie.name)) carrier.cookies.set(cookie);
      for (const line of carrier.headers.getSetCookie()) response.headers.append("set-cookie", line);
      return response;
    },
  };
}
