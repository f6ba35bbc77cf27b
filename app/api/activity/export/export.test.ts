import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it } from "vitest";
import { GET as exportActivity } from "@/app/api/activity/export/route";
import { EXPORT_LIMIT } from "@/lib/audit/export-formats";
import type { Principal } from "@/lib/auth/contract";
import type { AuditEvent } from "@/lib/stores/audit";
import { ORIGIN, useApp } from "@/lib/web/testing/app";
import { Browser } from "@/lib/web/testing/browser";

const CLIENT = { ip: "192.0.2.7", userAgent: "Test/1.0" };

const app = useApp();
let ada: Principal;
let browser: Browser;
beforeEach(async () => {
  ada = await app.createAccount();
  browser = new Browser();
  await browser.signIn(app, ada, "session");
});

const record = (kind: AuditEvent["kind"], more: Partial<AuditEvent> = {}) =>
  app.runtime.audit.record({ kind, userId: ada.userId, client: CLIENT, ...more });

async function download(query: string): Promise<{ status: number; headers: Headers; text: string }> {
  const request = new NextRequest(`${ORIGIN}/api/activity/export${query}`, {
    headers: browser.requestHeaders({}),
  });
  const response = await exportActivity(request, { params: Promise.resolve({}) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
async function downloadJson(query = "") {
  return JSON.parse((await download(`?format=json${query}`)).text);
}

/** RFC 4180 §2, read by the letter. */
function parseCsv(text: string): string[][] {
  expect(text.endsWith("\r\n")).toBe(true);
  const rows: string[][] = [];
  let rest = text;
  while (rest) {
    const row: string[] = [];
    for (;;) {
      const [whole, cell = "", end] = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(rest) ?? [];
      if (!whole) throw new Error(`This is no CSV: ${rest.slice(0, 80)}`);
      rest = rest.slice(whole.length);
      row.push(cell.replaceAll('""', '"'));
      if (end !== ",") break;
    }
    rows.push(row);
  }
  return rows;
}

describe("a download", () => {
  it.each([
    ["json", /^application\/json/],
    ["csv", /^text\/csv/],
  ])("as %s is a file that nobody keeps for anybody", async (format, type) => {
    const { status, headers } = await download(`?format=${format}`);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toMatch(type);
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("content-disposition")).toMatch(
      new RegExp(`^attachment; filename="coatcheck-activity-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`),
    );
  });

  /** An id may begin with "-", which a spreadsheet would take for a formula. */
  const asCell = (text: string) => (text.startsWith("-") ? `'${text}` : text);

  it("has the same events in both formats, newest first, and only those asked for", async () => {
    await record("sign-in", { mode: "session", detail: { newDevice: true } });
    await record("refreshed", { mode: "jwt" });
    const { events, truncated, note, retentionDays, userId, kinds } = await downloadJson();
    expect(events.map(({ kind }: { kind: string }) => kind)).toEqual(["refreshed", "sign-in"]);
    expect([truncated, note, retentionDays, userId, kinds]).toEqual([false, null, 90, ada.userId, null]);
    const [head = [], ...rows] = parseCsv((await download("?format=csv")).text);
    const asObjects = rows.map((row) => Object.fromEntries(row.map((cell, column) => [head[column], cell])));
    expect(asObjects).toEqual(
      events.map((event: object) =>
        Object.fromEntries(
          Object.entries(event).map(([name, value]) => [
            name,
            name === "detail" ? JSON.stringify(value) : asCell(String(value ?? "")),
          ]),
        ),
      ),
    );
    expect((await downloadJson("&kind=sign-in")).events).toHaveLength(1);
    expect(parseCsv((await download("?format=csv&kind=refreshed&kind=sign-in")).text)).toHaveLength(3);
  });

  it("shows nobody another's events; an admin may ask for them", async () => {
    const bob = await app.createAccount();
    await app.runtime.audit.record({ kind: "sign-out", userId: bob.userId, client: CLIENT });
    await record("sign-in");
    for (const query of [`&user=${bob.userId}`, "&user=everyone", ""]) {
      expect((await downloadJson(query)).events).toMatchObject([{ kind: "sign-in", userId: ada.userId }]);
      expect((await download(`?format=csv${query}`)).text).not.toContain(bob.userId);
    }
    app.database.sqlite.prepare("UPDATE users SET role = 'admin' WHERE id = ?").run(ada.userId);
    expect((await downloadJson(`&user=${bob.userId}`)).events).toMatchObject([{ kind: "sign-out" }]);
  });

  it("of nothing is empty and still well-formed", async () => {
    expect((await downloadJson()).events).toEqual([]);
    expect(parseCsv((await download("?format=csv")).text)).toHaveLength(1);
  });

  it("goes beyond one batch without gap or repetition", async () => {
    for (let i = 0; i < 450; i++) await record(i % 3 ? "refreshed" : "sign-in", { detail: { i } });
    const order = (events: { detail: { i: number } }[]) => events.map(({ detail }) => detail.i);
    const expected = Array.from({ length: 450 }, (_, i) => 449 - i);
    expect(order((await downloadJson()).events)).toEqual(expected);
    expect(order((await downloadJson("&kind=refreshed")).events)).toEqual(expected.filter((i) => i % 3));
    const rows = parseCsv((await download("?format=csv")).text);
    expect(rows.slice(1).map((row) => JSON.parse(row.at(-1) ?? "").i)).toEqual(expected);
  });

  it("stops at the limit and says that something is missing", async () => {
    const rows = EXPORT_LIMIT + 1;
    app.database.sqlite
      .prepare(
        `INSERT INTO audit_events (at, kind, user_id, ip, user_agent, detail)
         SELECT ?, 'refreshed', ?, '', '', '{}' FROM (
           WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n)`,
      )
      .run(Date.now(), ada.userId, rows);
    const { events, truncated, note } = await downloadJson();
    expect([events.length, truncated, note]).toEqual([
      EXPORT_LIMIT,
      true,
      expect.stringContaining("Only the newest 50,000 events"),
    ]);
    const csv = parseCsv((await download("?format=csv")).text);
    expect(csv).toHaveLength(1 + EXPORT_LIMIT + 1);
    expect(csv.at(-1)).toEqual(["", "", "note", ...Array(7).fill(""), note]);
    expect(csv.every((row) => row.length === 11)).toBe(true);
  });

  it.each(["?format=xml", "?format=", "?format=csv&format=json", "?format=csv&kind=x"])(
    "%s is an invalid request",
    async (query) => {
      const { status, text } = await download(query);
      expect([status, JSON.parse(text).error]).toEqual([400, "invalid_request"]);
    },
  );

  it("that fails on the way breaks off instead of ending early", async () => {
    for (let i = 0; i < 450; i++) await record("refreshed");
    const request = new NextRequest(`${ORIGIN}/api/activity/export`, { headers: browser.requestHeaders({}) });
    const response = await exportActivity(request, { params: Promise.resolve({}) });
    const { sqlite } = app.database;
    sqlite.exec("ALTER TABLE audit_events RENAME TO elsewhere");
    await expect(response.text()).rejects.toThrow();
    sqlite.exec("ALTER TABLE elsewhere RENAME TO audit_events");
  });
});

describe("a CSV cell", () => {
  const HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1＋1",
    '";=1+1;"',
    'a","=1+1',
    'quote " comma , line\r\nnext',
  ];

  it.each(HOSTILE)("of %j stays text, on one line of the table", async (userAgent) => {
    await record("sign-in.refused", { client: { ip: userAgent, userAgent }, detail: { reason: userAgent } });
    const rows = parseCsv((await download("?format=csv")).text);
    expect(rows).toHaveLength(2);
    const [head = [], row = []] = rows;
    for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
    const cell = row[head.indexOf("userAgent")] ?? "";
    expect(cell.replace(/^'/, "")).toBe(userAgent);
    expect((await downloadJson()).events[0]).toMatchObject({ userAgent, ip: userAgent });
  });
});
