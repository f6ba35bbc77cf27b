// What each flag of a cookie of ours is set by.

import type { Fact, Facts } from "./fact.ts";

const file = "lib/http/cookies/cookies.ts";
const TESTS = "lib/http/cookies/cookies.test.ts";

const FLAGS = "const attributes";

export const cookieFacts = {
  "cookie-host": flag(
    "__Host-",
    "Puts “__Host-” in front of every name: a browser takes such a cookie only with Secure, with the path / and for this one host, so no subdomain can set it.",
    "names = Object",
    "RFC 6265bis §4.1.3.2",
  ),
  "cookie-secure": flag(
    "Secure",
    "Sets Secure on every cookie: the browser sends it over https only, or to localhost.",
    FLAGS,
    "RFC 6265 §4.1.2.5",
  ),
  "cookie-httponly": flag(
    "HttpOnly",
    "Sets HttpOnly on every cookie: no script of a page can read it.",
    FLAGS,
    "RFC 6265 §4.1.2.6",
  ),
  "cookie-samesite": flag(
    "SameSite",
    "Sets SameSite=Lax on every cookie: the browser leaves it out when another site sends a form or a script’s request.",
    FLAGS,
    "RFC 6265bis §4.1.2.7",
  ),
  "cookie-path": flag(
    "Path",
    "Sets the path / on every cookie, as the prefix “__Host-” demands.",
    FLAGS,
    "RFC 6265 §4.1.2.4",
  ),
  "cookie-max-age": {
    title: "Max-Age",
    does: "Tells the browser for how many seconds to keep the cookie: until its credential ends, rounded up to a whole second.",
    places: [{ file, symbol: "createCookies.make" }],
    test: { file: TESTS, name: "a cookie never goes before its credential and never lives below zero" },
    spec: "RFC 6265 §4.1.2.2",
  },
} satisfies Facts;

function flag(title: string, does: string, mark: string, spec: string): Fact {
  return {
    title,
    does,
    places: [{ file, symbol: "createCookies", marks: [mark] }],
    test: { file: TESTS, name: "%s carries the __Host- prefix and the attributes it demands" },
    spec,
  };
}
