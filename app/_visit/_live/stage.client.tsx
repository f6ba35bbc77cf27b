"use client";

// The moment itself: one button, two lanes on one clock, one sentence. Everything shown was answered by real requests.

import { startTransition, useEffect } from "react";
import { ActForm } from "@/app/_pair/_live/act-form.client";
import { ActStatus } from "@/app/_pair/_live/act-status.client";
import { type FirstLooks, Lanes } from "@/app/_pair/_live/lanes.client";
import { useScene } from "@/app/_pair/_live/pair-scene.client";
import { useLog, useServerNow } from "@/app/_pair/_live/store.client";
import { type Story, tell } from "@/app/_pair/_live/story";

/** For so long both are seen to be accepted before the server ends them. */
const END_AFTER_MS = 1500;

/** `first`: what the server found of the pair this browser presents; null without one. */
export function Stage({ first }: { first: FirstLooks | null }) {
  const { pairId } = useScene();
  const log = useLog(pairId);
  const now = useServerNow(log);
  const story = tell(log, now ?? 0);
  useEndSoon();
  return (
    <section
      aria-labelledby="visit-title"
      className="grid gap-3 rounded-2xl border border-line bg-raised p-4 shadow-card sm:px-6 sm:py-5"
    >
      <h2 id="visit-title" className="sr-only">
        Try it here
      </h2>
      <div className="grid items-center gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
        <div className="grid gap-2">
          <ActForm act="issue" variant="primary" size="md">
            Sign in both ways, then end both
          </ActForm>
          {first?.session.active || first?.jwt.active ? <EndWithoutScript /> : null}
        </div>
        <p className="min-h-[6.2em] max-w-3xl font-medium tabular-nums sm:min-h-[2.75em] sm:content-center sm:text-lg sm:leading-snug">
          {pairId ? sentence(story, now) : INVITATION}
        </p>
      </div>
      <Lanes first={first} story={story} now={now} />
      <div className="sr-only">
        <ActStatus />
      </div>
    </section>
  );
}

const INVITATION =
  "A visitor is signed in twice, with a database session and with a JWT. A moment later the server ends both. Watch who is still let in.";

function sentence(story: Story, now: number | null): string {
  if (now === null || Object.keys(story.fates).length > 0) return story.words;
  return "Both are signed in: each light is a real request. Now the server ends both…";
}

/** Once both ways were signed in at the press of the button, the other half of what it says. */
function useEndSoon(): void {
  const { pairId, report, formAction } = useScene();
  const isNew = report?.act === "issue" && report.pairId !== null && report.pairId === pairId;
  useEffect(() => {
    if (!isNew) return;
    const end = () => {
      const data = new FormData();
      data.set("act", "revoke-both");
      startTransition(() => formAction(data));
    };
    const timer = setTimeout(end, END_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isNew, formAction]);
}

/** Without scripts the second half is a press of its own, and the page shows how things stood when it was made. */
function EndWithoutScript() {
  return (
    <div className="[@media(scripting:enabled)]:hidden">
      <ActForm act="revoke-both" size="md">
        End both on the server
      </ActForm>
    </div>
  );
}
