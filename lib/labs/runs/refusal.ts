import { MAX_RUNNING, MAX_STARTS_A_MINUTE, type Started } from "../engine/run-registry";

// Why a run does not start, in words for people.

export interface StartRefusal {
  refused: "invalid" | "busy" | "full" | "too_many";
  message: string;
  /** What is wrong with which field. */
  fields?: Record<string, string>;
  /** The run that is in the way. */
  runId?: string;
  retryAfterSeconds?: number;
}

export function refusal(started: Extract<Started, { refused: string }>): StartRefusal {
  switch (started.refused) {
    case "busy":
      return { ...started, message: "You have a run going on. Stop it, or let it come to its end." };
    case "full":
      return {
        ...started,
        message: `${MAX_RUNNING} runs are going on at the moment, and the server takes no more. Please try again in half a minute.`,
      };
    case "too_many":
      return {
        ...started,
        message: `You have started ${MAX_STARTS_A_MINUTE} runs within a minute. Please try again in ${seconds(started.retryAfterSeconds)}.`,
      };
  }
}

const seconds = (count: number): string => (count === 1 ? "a second" : `${count} seconds`);
