import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { factPath } from "@/app/_ui/words/fact-link";
import { STEPS } from "@/app/labs/_labs/flow/steps/words";
import { parseJsonPart, splitCompact } from "@/lib/auth/codecs/compact";
import { STRATEGY_NAMES } from "@/lib/auth/names";
import { CLIENT } from "@/lib/auth/testing/kit";
import { createModeHarness } from "@/lib/auth/testing/modes";
import { createCookies } from "@/lib/http/cookies/cookies";
import { describeCookie } from "@/lib/http/cookies/describe-cookie";
import { LIFTING_SECTION } from "../_code/addresses";
import { findFact } from "../_code/find-fact";
import { specAddress } from "../_code/spec";
import { content } from "../_sources/content";
import { parseSource } from "../_sources/symbols";
import { FACT_GROUPS, FACTS, TEST_FILES } from "./list";

// The registry against the tree, and what pages claim against the registry.

const ROOT = process.cwd();
const facts = Object.entries(FACTS);
const ids = (kind: Parameters<typeof factPath>[0], names: readonly string[]) =>
  names.map((name) => factPath(kind, name).replace("/docs/code/", ""));

describe("every fact", () => {
  it("stands once, with its symbols, marks and test in the tree", () => {
    expect(facts.length).toBe(FACT_GROUPS.reduce((sum, group) => sum + Object.keys(group.facts).length, 0));
    expect(Object.keys(content.facts)).toEqual(Object.keys(FACTS));
  });

  it("shows a piece that can be read at a glance", () => {
    for (const [id, { places, test }] of Object.entries(content.facts))
      for (const { from, to } of [...places, test]) expect(to - from, id).toBeLessThan(50);
  });

  it.each(facts)(
    "%s says in a sentence what its code does, and names a standard that can be opened",
    (_, fact) => {
      expect(fact.does).toMatch(/^[“A-Z].*\.$/);
      if (fact.spec) expect(specAddress(fact.spec)).toMatch(/^https:\/\/\S+#section-\d/);
    },
  );

  it("has a test that a copy of the app without e2e has as well", () => {
    expect(TEST_FILES.filter((file) => file.startsWith("e2e/"))).toEqual([]);
  });

  it("is found by its id, and by nothing else", () => {
    for (const [id, fact] of facts) expect(findFact(id)?.fact).toBe(fact);
    for (const id of ["", "claim", "claim-exp/", "CLAIM-EXP", "__proto__", "constructor", "../../README.md"])
      expect(findFact(id)).toBeNull();
  });
});

describe("there is a fact for", () => {
  it("every step that a trace tells", () => {
    const files = globSync("lib/**/*.ts", { cwd: ROOT }).filter(
      (file) => !/\.test\.ts$|\/testing\//.test(file),
    );
    const named = files.flatMap((file) => parseSource(file, readFileSync(file, "utf8")).stepNames());
    expect(named.length).toBeGreaterThan(12);
    const names = named.flatMap((name) =>
      STRATEGY_NAMES.map((strategy) => name.replace(/\$\{strategy\.name\}/, strategy)),
    );
    for (const id of ids("step", names)) expect(FACTS).toHaveProperty(id);
  });

  it.each(STRATEGY_NAMES)("every member of a %s token’s header and claims", async (revocation) => {
    const { mode, ada, policy } = await createModeHarness("jwt", "memory", { revocation });
    const parts = splitCompact((await mode.issue(ada, CLIENT, policy)).token);
    const names = (part?: string) => Object.keys((part && parseJsonPart(part)) || {});
    const members = [...ids("header", names(parts?.[0])), ...ids("claim", names(parts?.[1]))];
    expect(members.length).toBeGreaterThan(12);
    for (const id of members) expect(FACTS).toHaveProperty(id);
  });

  it("every column of a session’s row, and every promise", async () => {
    const { mode, ada, policy, guarantees } = await createModeHarness("session", "memory");
    const shown = await mode.introspect((await mode.issue(ada, CLIENT, policy)).token);
    const columns = Object.keys(("row" in shown && shown.row) || {});
    expect(columns.length).toBeGreaterThan(8);
    for (const id of ids("row", columns)) expect(FACTS).toHaveProperty(id);
    for (const id of ids("promise", Object.keys(guarantees))) expect(FACTS).toHaveProperty(id);
  });

  it("every flag of a cookie, its prefix and its lifetime", () => {
    const { attributes } = describeCookie(createCookies(true).make("session", "x", new Date()));
    const flags = attributes.map((attribute) => attribute.split("=")[0] ?? "");
    expect(flags.length).toBeGreaterThan(3);
    for (const id of ids("cookie", [...flags, "host", "Max-Age"])) expect(FACTS).toHaveProperty(id);
  });

  it.each(STEPS)("the step “$title” of the request’s way", ({ id, title }) => {
    const [fact = ""] = ids("flow", [id]);
    expect(FACTS[fact]?.title).toBe(title);
  });
});

it("the documents are there, and the section that “Copy this” leads to", () => {
  expect(content.auth.headings.map(({ id }) => id)).toContain(LIFTING_SECTION);
  expect(content.operations.headings.length).toBe(4);
  const records = globSync("docs/decisions/[0-9]*.md", { cwd: ROOT });
  expect(content.decisions.length).toBe(records.length);
  for (const { title, html } of content.decisions) expect([title, html]).not.toContain("");
});
