import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientLabel } from "./client-label";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

describe("clientLabel", () => {
  it.each([
    [CHROME, "Chrome on Linux"],
    [CHROME.replace("Chrome", "HeadlessChrome"), "Chrome on Linux"],
    [CHROME.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64"), "Chrome on Windows"],
    [`${CHROME.replace("X11; Linux x86_64", "Windows NT 10.0")} Edg/140.0.0.0`, "Microsoft Edge on Windows"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0",
      "Firefox on macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
      "Safari on iOS",
    ],
    [
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
      "Samsung Internet on Android",
    ],
    ["curl/8.5.0", "curl"],
    ["python-requests/2.31", "python-requests"],
  ])("%j is %s", (userAgent, label) => expect(clientLabel(userAgent)).toBe(label));

  it.each([
    "",
    " ",
    "unknown",
    "node",
    "x/y",
    "=1+1/2 foo",
    "<script>alert(1)</script>/1",
    "\0\u202e",
    "\ud800",
  ])("%j is no browser anyone knows", (userAgent) => expect(clientLabel(userAgent)).toBe("Unknown browser"));

  it("a name of the client's own making is short and harmless", () => {
    expect(clientLabel(`${"a".repeat(30)}/1`)).toHaveLength(30);
    expect(clientLabel(`${"a".repeat(31)}/1`)).toBe("Unknown browser");
    expect(clientLabel("constructor/1 __proto__")).toBe("constructor");
  });

  it("whatever a client sends, the label is short, plain text", () => {
    const pieces = [
      "Mozilla/5.0 ",
      "(",
      "Android ",
      "like ",
      " ",
      "Chrome/",
      "/",
      "0",
      ";",
      "Opera",
      "\0",
      "é",
    ];
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 2_000 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 200 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(hostile, (userAgent) => {
        expect(clientLabel(userAgent)).toMatch(/^[A-Za-z][\w .()/-]{0,69}$/);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a megabyte costs no more than a line", () => {
    for (const piece of ["Chrome/", "(", "Mozilla/5.0 (", "a ", "Android 1.", "\t"]) {
      const before = process.cpuUsage();
      clientLabel(piece.repeat(1_000_000 / piece.length));
      expect(process.cpuUsage(before).user).toBeLessThan(100_000);
    }
  });
});
