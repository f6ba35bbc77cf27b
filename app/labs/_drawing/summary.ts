// A run in sentences, for those who do not see the picture: how each lane stands, or what was measured in it.

import type { Conclusion, Recording } from "@/lib/labs/contract";
import { answersOf, askedDevices } from "./layout";
import { lastWords, spansOf } from "./requests";
import { agreementOf, measuredWords, promisedWords } from "./words";

export function summaryOf(recording: Recording, conclusion: Conclusion): string {
  const { lanes, seconds } = recording;
  const devices = askedDevices(recording);
  const head = `${lanes.length} ${lanes.length === 1 ? "lane" : "lanes"} over ${seconds} seconds.`;
  return [head, ...lanes.map((lane) => `${lane.label}: ${laneWords(lane.id)}.`)].join(" ");

  function laneWords(lane: string): string {
    const verdicts = conclusion.verdicts.filter((verdict) => verdict.lane === lane);
    if (verdicts.length > 0)
      return verdicts
        .map((verdict) => {
          const against = agreementOf(verdict) === "contradicts" ? ", against the promise" : "";
          return `${measuredWords(verdict)}, promised ${promisedWords(verdict)}${against}`;
        })
        .join("; ");
    return devices
      .map(({ id, label }) => {
        const words = lastWords(spansOf(answersOf(recording, lane, id)));
        return devices.length > 1 ? `${label} ${words}` : words;
      })
      .join(", ");
  }
}
