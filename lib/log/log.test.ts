import { expect, it, vi } from "vitest";
import { log } from "./log";

function written(detail: string): string[] {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  log("request.failed", { message: detail });
  const lines = write.mock.calls.map(([line]) => String(line));
  write.mockRestore();
  return lines;
}

it("an event is one line of JSON with its time", () => {
  const [line = "", ...more] = written("x");
  expect(more).toEqual([]);
  expect(JSON.parse(line)).toMatchObject({ event: "request.failed", message: "x", time: expect.any(String) });
});

it.each([
  'a\n{"event":"sign-in.succeeded"}',
  "a\r\nb",
  '","event":"x',
  "\u001b[2J",
  "\0",
  "\ud800",
  "a\u2028b\u0085c\u009b2J",
])("%j forges no line and reaches no terminal", (detail) => {
  const [line = "", ...more] = written(detail);
  expect(more).toEqual([]);
  expect(line.endsWith("\n")).toBe(true);
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(line)).toMatchObject({ event: "request.failed", message: detail });
});
