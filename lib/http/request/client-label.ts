import Bowser from "bowser";
import { LRUCache } from "lru-cache";

// Names the browser and system behind a user agent, for its owner to recognize. A guess about what a client
// says of itself: never used to decide anything.

const UNKNOWN = "Unknown browser";
/** As much of a user agent as is stored. */
const MAX_LENGTH = 400;

/** Only names of the library's own list: its last resort is to repeat whatever the client wrote. */
const BROWSERS = new Set(Object.values(Bowser.BROWSER_MAP));
const SYSTEMS = new Set(Object.values(Bowser.OS_MAP));
/** A program that is no browser: `curl/8.5.0` (RFC 9110 §10.1.5). */
const PROGRAM = /^([a-z][a-z0-9_-]{0,29})\/\d/i;

const known = new LRUCache<string, string>({ max: 1000 });

/** "Chrome on Linux", "curl", "Unknown browser": 70 characters at most. Never throws. */
export function clientLabel(userAgent: string): string {
  const key = userAgent.slice(0, MAX_LENGTH);
  let label = known.get(key);
  if (label === undefined) {
    label = describe(key);
    known.set(key, label);
  }
  return label;
}

function describe(userAgent: string): string {
  if (!userAgent.trim()) return UNKNOWN;
  const parser = Bowser.getParser(userAgent);
  const [name, system] = [parser.getBrowserName(), parser.getOSName()];
  if (!BROWSERS.has(name)) return PROGRAM.exec(userAgent)?.[1] ?? UNKNOWN;
  const browser = name.replace(/ for Android$/, "");
  return SYSTEMS.has(system) ? `${browser} on ${system}` : browser;
}
