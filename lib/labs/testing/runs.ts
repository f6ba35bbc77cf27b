import { DEFAULT_POLICY } from "@/lib/auth/policy";
import { createTrace } from "@/lib/auth/trace";
import type { SignedIn } from "@/lib/http/signed-in";
import { startApp, type TestApp, useStarted } from "@/lib/web/testing/app";
import { eventually } from "@/lib/web/testing/eventually";
import type { RunView } from "../contract";
import type { LabName } from "../list";
import { getRun } from "../runs/read";
import { startRun } from "../runs/start";

// Runs labs in the tests: the whole app without pages, the real lab server on loopback, real requests.

export interface TestLabs extends TestApp {
  /** A person who is signed in. */
  person(): Promise<SignedIn>;
  /** Starts a run and waits for its end. Throws when it is refused. */
  run(lab: LabName, params?: Record<string, string>, predictions?: Record<string, string>): Promise<RunView>;
}

/** One app with labs for the tests of a file: it starts before the first and stops after the last. */
export const useLabs = (): TestLabs => useStarted(() => startLabs());

/** `environment`: what the app is configured with besides the usual. */
export async function startLabs(environment: Record<string, string> = {}): Promise<TestLabs> {
  const app = await startApp(environment);

  async function person(): Promise<SignedIn> {
    const principal = await app.createAccount();
    const mode = app.runtime.auth.modes.session;
    const issued = await mode.issue(principal, { ip: "127.0.0.1", userAgent: "test" }, DEFAULT_POLICY);
    const verification = await mode.verify(issued.token);
    if (!verification.active) throw new Error("The sign-in of the test was refused.");
    return { ...verification, mode: "session", token: issued.token, trace: createTrace() };
  }

  return {
    ...app,
    person,
    async run(lab, params = {}, predictions = {}) {
      const current = await person();
      const started = await startRun(app.runtime, lab, params, predictions, current);
      if (!("id" in started)) throw new Error(started.message);
      await app.runtime.labs.find(started.id)?.ended;
      await eventually(async () => {
        if ((await app.runtime.labRuns.find(started.id))?.status === "running")
          throw new Error("It is not stored yet.");
      });
      const view = await getRun(app.runtime, started.id, current);
      if (!view) throw new Error("The run is not there.");
      return view;
    },
  };
}
