"use client";
// Who held which refresh token, what was noticed and who was cut off: a lane each, growing while the run goes on,
// and all tokens once more as a table.

import { Alert } from "@/app/_ui/controls/alert";
import { Disclosure } from "@/app/_ui/controls/disclosure";
import { ModeIcon, Sign, type SignName } from "@/app/_ui/drawings/icons";
import { Card } from "@/app/_ui/shell/card";
import { modeLook } from "@/app/_ui/words/modes";
import type { RecordedLane } from "@/lib/labs/contract";
import { type LaneStory, PEOPLE, type Presence } from "@/lib/labs/theft/shared/family";
import { detectionOf, storiesOf } from "@/lib/labs/theft/shared/story";
import { delay } from "../../_drawing/words";
import type { PanelProps } from "../look";
import { presenceWords, type StoryWords, storyWords } from "./shared/words";
import { TheftTable } from "./table.client";
import { PersonSign, personLabel, TheftTree } from "./tree.client";

export function TheftPanel({ run: { recording, status } }: PanelProps) {
  const stories = storiesOf(recording);
  const told = recording.lanes.flatMap((lane, index) => {
    const story = stories[index];
    return story ? [{ lane, story }] : [];
  });
  if (told.length === 0) return null;
  const broken = told.filter(({ lane, story }) => !detectionOf(lane, story).agrees);
  return (
    <Card
      id="theft"
      title="Who held which token"
      lead="A token that rotates is good for one use. A spent one may come back within its window of grace. If it comes back later, or after its successor was spent as well, one of the two must be a thief, and both are cut off. A thief who always stays within the window is not noticed."
    >
      {broken.length > 0 ? (
        <Alert tone="bad" title="This contradicts what the lane promises to notice">
          {broken.map(({ lane }) => lane.label).join(", ")}
        </Alert>
      ) : null}
      <ul className="grid min-w-0 items-start gap-4 lg:grid-cols-2">
        {told.map(({ lane, story }) => (
          <LaneOfTheft key={lane.id} lane={lane} story={story} running={status === "running"} />
        ))}
      </ul>
      <Key />
      <Disclosure summary="Every token as a table">
        <TheftTable told={told} />
      </Disclosure>
    </Card>
  );
}

/** What the signs of the trees mean. */
function Key() {
  return (
    <ul aria-label="What the signs of the tokens mean" className="flex flex-wrap gap-x-5 gap-y-1.5 text-sm">
      <li className="flex items-center gap-2">
        <PersonSign who="owner" />
        <PersonSign who="thief" />
        holds it still
      </li>
      <li className="flex items-center gap-2">
        <PersonSign who="owner" filled={false} />
        <PersonSign who="thief" filled={false} />
        has given it up
      </li>
      <li className="flex items-center gap-2 text-bad">
        <Sign name="cross" />
        came back after it was spent
      </li>
    </ul>
  );
}

interface LaneOfTheftProps {
  lane: RecordedLane;
  story: LaneStory;
  running: boolean;
}

const tones: Record<StoryWords["tone"], { sign: SignName; text: string }> = {
  ok: { sign: "check", text: "text-ok" },
  warn: { sign: "warn", text: "text-warn" },
  open: { sign: "info", text: "text-muted" },
};

function LaneOfTheft({ lane, story, running }: LaneOfTheftProps) {
  const { tone, headline, why } = storyWords(lane, story, detectionOf(lane, story), running);
  const look = tones[tone];
  return (
    <li className="grid min-w-0 gap-3 rounded-lg border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="flex items-center gap-2 font-semibold">
          <ModeIcon mode={lane.mode} className={`size-4 ${modeLook[lane.mode].text}`} />
          {lane.label}
        </h3>
        <p className={`flex items-center gap-1.5 text-sm font-medium tabular-nums ${look.text}`}>
          <Sign name={look.sign} />
          {headline}
        </p>
      </div>
      <p className="text-sm text-muted tabular-nums">{why}</p>
      <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {PEOPLE.map((who) => (
          <Present key={who} label={personLabel[who]} presence={story[who]} running={running} />
        ))}
        {story.bothInMs ? (
          <div className="flex gap-1.5">
            <dt className="text-muted">Both in</dt>
            <dd className="tabular-nums">for {delay(story.bothInMs)}</dd>
          </div>
        ) : null}
      </dl>
      {story.tokens.length > 0 ? <TheftTree lane={lane} tokens={story.tokens} /> : null}
      {story.terminal.length > 0 ? (
        <p className="text-sm">
          Exchanged from a terminal: {story.terminal.length} {story.terminal.length === 1 ? "time" : "times"}.
          The new token went there; no device of this run has it.
        </p>
      ) : null}
    </li>
  );
}

function Present({ label, presence, running }: { label: string; presence: Presence; running: boolean }) {
  const isOut = presence.outAt !== null;
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{label}</dt>
      <dd className={`tabular-nums ${isOut ? "font-medium text-bad" : ""}`}>
        {presenceWords(presence, running)}
      </dd>
    </div>
  );
}
