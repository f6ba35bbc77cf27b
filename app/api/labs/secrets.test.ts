import { beforeAll, describe, expect, it } from "vitest";
import { GET as curl } from "@/app/api/labs/runs/[id]/curl/route";
import { fileFormat } from "@/app/api/labs/runs/[id]/export/files";
import { GET as exported } from "@/app/api/labs/runs/[id]/export/route";
import { GET as read } from "@/app/api/labs/runs/[id]/route";
import type { Principal } from "@/lib/auth/contract";
import type { LiveRun } from "@/lib/labs/engine/live-run";
import { findLab, LABS, type LabName } from "@/lib/labs/list";
import { getRun } from "@/lib/labs/runs/read";
import { startRun } from "@/lib/labs/runs/start";
import { useLabs } from "@/lib/labs/testing/runs";
import { Browser } from "@/lib/web/testing/browser";
import { eventually } from "@/lib/web/testing/eventually";

// What was ever in a jar or in the world's own tables is looked for in everything that leaves the server.

/** A run from when it began, and who looks at it. */
interface Watched {
  lab: LabName;
  run: LiveRun;
  ada: Principal;
  owner: Browser;
  other: Browser;
  /** Every secret of it: what devices held at any time, and what the world's database had of it. */
  secrets: Set<string>;
}

/** How long a run is watched: the default event of each lab lies within. */
const WATCHED_MS = 4500;
/** Shows a sign-in from the inside on purpose: claims, the row with the token's hash, whose it is. */
const READABLE: ReadonlySet<LabName> = new Set(["flow"]);
const PARAMS: Readonly<Record<string, Record<string, string>>> = { revocation: { event: "change-password" } };
/** Those whose devices hold credentials. */
const WITH_LANES = LABS.filter((lab) => lab.plan(lab.params.parse({})).lanes.length > 0).map(
  ({ name }) => name,
);

const app = useLabs();
let watched: Map<LabName, Watched>;
beforeAll(async () => {
  const all = WITH_LANES.map(async (lab) => [lab, await watch(lab)] as const);
  watched = new Map(await Promise.all(all));
}, 30_000);

async function watch(lab: LabName): Promise<Watched> {
  const [owner, other] = [new Browser(), new Browser()];
  await other.signIn(app, await app.createAccount(), "session");
  const ada = await app.createAccount();
  await owner.signIn(app, ada, "session");
  const current = { ...(await app.person()), principal: ada };
  const started = await startRun(app.runtime, lab, PARAMS[lab] ?? {}, {}, current);
  const run = "id" in started ? app.runtime.labs.find(started.id) : undefined;
  if (!run) throw new Error("The run did not start.");
  const secrets = new Set<string>();
  const watching = setInterval(() => collect(lab, run, secrets), 50);
  await collect(lab, run, secrets);
  await Promise.race([run.ended, new Promise((resolve) => setTimeout(resolve, WATCHED_MS))]);
  await run.stop();
  clearInterval(watching);
  await collect(lab, run, secrets);
  await eventually(async () => expect((await app.runtime.labRuns.find(run.id))?.endedAt).not.toBeNull());
  return { lab, run, ada, owner, other, secrets };
}

async function collect(lab: LabName, { stage }: LiveRun, secrets: Set<string>): Promise<void> {
  const { world } = stage;
  for (const lane of stage.laneIds)
    for (const jar of stage.jarsOf(lane)) for (const [, { value }] of jar.entries()) add(secrets, value);
  add(secrets, await world.passwordHash());
  for (const table of ["sessions", "refresh_tokens", "refresh_families"])
    for (const row of world.memory.sqlite.prepare(`SELECT * FROM ${table}`).all())
      for (const value of Object.values(row as object)) {
        if (!Buffer.isBuffer(value) || READABLE.has(lab)) continue;
        for (const encoding of ["hex", "base64", "base64url"] as const)
          add(secrets, value.toString(encoding));
      }
}
function add(secrets: Set<string>, value: string): void {
  if (value.length < 16) return;
  secrets.add(value);
  // A part gives it away as well: the signature of a token, the content of a seal.
  const parts = value.split(/[.*]/);
  for (const part of value.startsWith("eyJ") ? parts.slice(-1) : parts)
    if (part.length > 30) secrets.add(part);
}
function expectNoSecret(text: string, { secrets, lab }: Watched): void {
  expect([...secrets].filter((secret) => text.includes(secret))).toEqual([]);
  expect(text).not.toMatch(
    /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{40}|\$argon2id\$v[^"…]{40}|"d":"|BEGIN [A-Z ]*PRIVATE/,
  );
  if (!READABLE.has(lab)) expect(text).not.toMatch(/eyJ[\w-]{10}|Fe26\.2/);
}
const get = (browser: Browser, { run: { id } }: Watched, handler: typeof read, query = "") =>
  browser.send(handler, "GET", { params: { id }, path: `/api/labs/runs/${id}${query}` });
const text = async (of: Watched, browser: Browser, name: string): Promise<string> => {
  const run = await getRun(app.runtime, of.run.id, await app.person());
  expect((await get(browser, of, exported, "?format=json")).status).toBe(200);
  const [lab, format] = [findLab(of.lab), fileFormat(name)];
  return run && lab && format ? format.write({ lab, run, address: "https://coat.example/" }) : "";
};

describe.each(WITH_LANES)("the secrets of a run of %s", (lab) => {
  let of: Watched;
  beforeAll(() => {
    const found = watched.get(lab);
    if (!found) throw new Error(`${lab} was not watched.`);
    of = found;
  });

  it("are many, and its owner gets one of them for a terminal, and nobody else", async () => {
    const { run, secrets, owner, other } = of;
    expect(secrets.size).toBeGreaterThan(5);
    const held = run.stage.laneIds.flatMap((lane) =>
      run
        .recording(0)
        .devices.filter(({ id }) => run.stage.jar(id, lane).header())
        .map(({ id }) => [lane, id]),
    );
    for (const [lane, device] of held) {
      const query = `?lane=${lane}&device=${device}&resource=me`;
      const command = String((await get(owner, of, curl, query)).json.curl);
      expect([...secrets].some((secret) => command.includes(secret))).toBe(true);
      const refused = await get(other, of, curl, query);
      expect([refused.status, refused.json]).toEqual([404, { error: "not_found" }]);
    }
  });

  it("are not in what its owner or somebody else reads of it", async () => {
    for (const browser of [of.owner, of.other]) {
      const { json } = await get(browser, of, read);
      expect(JSON.stringify(json)).toContain('"kind":"answer"');
      expectNoSecret(JSON.stringify(json), of);
    }
  });

  it("are not in its row, and not in the log", () => {
    const row = app.database.sqlite.prepare("SELECT * FROM lab_runs WHERE id = ?").get(of.run.id);
    expect(JSON.stringify(row)).toContain("recording");
    expectNoSecret(JSON.stringify(row), of);
    expectNoSecret(app.logged.join("\n"), of);
  });

  it.each(["json", "svg"])("are not in its export as %s, nor is its owner's address", async (format) => {
    const content = await text(of, of.other, format);
    expect(content.length).toBeGreaterThan(500);
    expectNoSecret(content, of);
    if (!READABLE.has(lab)) expect(content).not.toContain(of.ada.email);
  });
});
