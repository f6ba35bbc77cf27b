import { beforeAll, describe, expect, it } from "vitest";
import { activeBy } from "@/lib/auth/access-claims";
import { createAccessTokenCodec } from "@/lib/auth/codecs/jws";
import type { AuthMode, IssuePolicy } from "@/lib/auth/contract";
import { BOUNDS } from "@/lib/auth/policy";
import type { Decorate } from "../engine/world/world";
import { type Decorated, runDecorated } from "../testing/decorated";
import { useLabs } from "../testing/runs";
import { clock } from "./manifest";
import { SCENARIO_NAMES, type ScenarioName } from "./scenarios";
import { type ClockLine, readLines } from "./shared/line";

// The clock tells a server that keeps its limits from one that does not: on modes that are broken, each in one way,
// exactly those sign-ins are red whose limit lies within the run and is not kept.

interface Broken {
  decorate: Decorate;
  red: Record<ScenarioName, string[]>;
}

const NEVER = 400 * 86_400;
const ALL_JWT = ["jwt-alone used", "jwt-alone alone", "jwt-refresh used", "jwt-refresh alone"];
const BOTH_SESSIONS = ["session used", "session alone"];
const BOTH_TOKENS = ["jwt-alone used", "jwt-alone alone"];

const BROKEN: Record<string, Broken> = {
  "nothing (the control)": {
    decorate: (mode) => ({ ...mode }),
    red: { "working-day": [], lunch: [], weekend: [], month: [] },
  },
  "no idle timeout": {
    decorate: issuing({ session: { idleTimeoutSeconds: NEVER }, jwt: { refreshIdleSeconds: NEVER } }),
    red: {
      "working-day": ["session alone"],
      lunch: BOTH_SESSIONS,
      weekend: BOTH_SESSIONS,
      month: [...BOTH_SESSIONS, "jwt-refresh alone"],
    },
  },
  "no absolute limit": {
    decorate: issuing({ session: { absoluteTimeoutSeconds: NEVER }, jwt: { refreshAbsoluteSeconds: NEVER } }),
    red: { "working-day": ["session used"], lunch: [], weekend: [], month: ["jwt-refresh used"] },
  },
  "tokens that live for an hour instead of a quarter of one": {
    decorate: issuing({ jwt: { accessTtlSeconds: BOUNDS.accessTtlSeconds.max } }),
    // Asked at last after days or half of one, a sign-in that renews has no old token to be accepted any more.
    red: {
      "working-day": [...BOTH_TOKENS, "jwt-refresh used"],
      lunch: [...BOTH_TOKENS, "jwt-refresh used"],
      weekend: [...BOTH_TOKENS, "jwt-refresh used"],
      month: BOTH_TOKENS,
    },
  },
  "expired tokens are accepted": {
    decorate: acceptingExpired,
    red: { "working-day": ALL_JWT, lunch: ALL_JWT, weekend: ALL_JWT, month: ALL_JWT },
  },
  "an idle time of five minutes instead of thirty": {
    decorate: issuing({ session: { idleTimeoutSeconds: 300 } }),
    // The one left alone is first asked when it is over by either.
    red: { "working-day": ["session used"], lunch: ["session used"], weekend: ["session used"], month: [] },
  },
  "another reason for every refusal": {
    decorate: (mode) => ({
      ...mode,
      async verify(...args) {
        const verification = await mode.verify(...args);
        return verification.active ? verification : { active: false, reason: "revoked" };
      },
    }),
    // What renews is refused by the exchange of its refresh token.
    red: {
      "working-day": [...BOTH_SESSIONS, ...BOTH_TOKENS],
      lunch: [...BOTH_SESSIONS, ...BOTH_TOKENS],
      weekend: [...BOTH_SESSIONS, ...BOTH_TOKENS],
      month: [...BOTH_SESSIONS, ...BOTH_TOKENS],
    },
  },
};

interface OtherTerms {
  session?: Partial<IssuePolicy["session"]>;
  jwt?: Partial<IssuePolicy["jwt"]>;
}

/** Every sign-in begins, and is renewed, with other terms than the lane says it has. */
function issuing({ session, jwt }: OtherTerms): Decorate {
  const changed = (policy: IssuePolicy): IssuePolicy => ({
    session: { ...policy.session, ...session },
    jwt: { ...policy.jwt, ...jwt },
  });
  return (mode) => ({
    ...mode,
    issue: (principal, client, policy, options) => mode.issue(principal, client, changed(policy), options),
    refresh: (held, client, policyOf) =>
      mode.refresh(held, client, async (userId) => changed(await policyOf(userId))),
  });
}

function acceptingExpired(mode: AuthMode, parts: Parameters<Decorate>[1]): AuthMode {
  const { keyring, issuer, audience, clock } = parts;
  const maxLifetimeSeconds = BOUNDS.accessTtlSeconds.max;
  const codec = createAccessTokenCodec({ keyring, issuer, audience, maxLifetimeSeconds, clock });
  return {
    ...mode,
    async verify(token, options) {
      const verification = await mode.verify(token, options);
      const claims = verification.active ? null : await codec.genuine(token);
      return claims ? activeBy(claims, mode.guarantees(parts.spec.policy)) : verification;
    },
  };
}

const labs = useLabs();
const results = new Map<string, Decorated>();

beforeAll(async () => {
  for (const [name, { decorate }] of Object.entries(BROKEN))
    await Promise.all(
      SCENARIO_NAMES.map(async (scenario) => {
        const given = { scenario, pace: "at-once" };
        results.set(`${name} ${scenario}`, await runDecorated(labs, clock, given, decorate));
      }),
    );
}, 60_000);

function linesOf(name: string, scenario: ScenarioName): ClockLine[] {
  const lines = readLines(results.get(`${name} ${scenario}`)?.conclusion.detail);
  expect(lines).toHaveLength(6);
  return lines;
}

describe.each(Object.entries(BROKEN))("broken is: %s", (name, { red }) => {
  it.each(SCENARIO_NAMES)("%s: these sign-ins are red, and no others", (scenario) => {
    const disagreeing = linesOf(name, scenario).filter(({ agrees }) => !agrees);
    expect(disagreeing.map(({ lane, device }) => `${lane} ${device}`)).toEqual(red[scenario]);
  });
});

it("what a prediction is compared with is what was answered, not what had to be", () => {
  const answers = (name: string, scenario: ScenarioName) =>
    results.get(`${name} ${scenario}`)?.conclusion.answers;
  expect(answers("nothing (the control)", "working-day")).toMatchObject({
    "session-used": "absolute",
    "session-alone": "idle",
    "jwt-alone-alone": "expiry",
  });
  expect(answers("no absolute limit", "working-day")).toMatchObject({ "session-used": "alive" });
  expect(answers("no idle timeout", "working-day")).toMatchObject({ "session-alone": "absolute" });
  expect(answers("no idle timeout", "lunch")).toMatchObject({
    "session-used": "alive",
    "session-alone": "alive",
  });
  expect(answers("expired tokens are accepted", "lunch")).toMatchObject({ "jwt-alone-used": "alive" });
  expect(answers("another reason for every refusal", "lunch")).toMatchObject({ "session-alone": null });
});
