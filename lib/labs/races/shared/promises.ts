// The four ways of exchanging a refresh token, and what each of them promises when many requests bring the same one:
// words and bounds as data, for the conclusion and for the page alike.

export type RaceLane = "naive" | "atomic" | "forking" | "idempotent";

/** At most so many of each; left out: nothing is promised. */
export interface Bounds {
  liveLines?: number;
  falseThefts?: number;
  signOuts?: number;
}

export interface RaceLaneWords {
  id: RaceLane;
  label: string;
  /** How it is done. */
  how: string;
  /** What its maker says of it. */
  promise: string;
  most: Bounds;
}

export const raceLanes: readonly RaceLaneWords[] = [
  {
    id: "naive",
    label: "Naive rotation",
    how: "Four steps: read the token, check it, mark it as used, insert the next. Other requests come in between.",
    promise: "Nothing for two requests at once.",
    most: {},
  },
  {
    id: "atomic",
    label: "Atomic rotation, no grace",
    how: "The four steps are one transaction. Whoever comes second brings a used token.",
    promise: "Never two live chains. Whoever comes second is promised nothing.",
    most: { liveLines: 1 },
  },
  {
    id: "forking",
    label: "Grace by forking",
    how: "For 10 s a used token is good once more, and everyone who brings it gets a new one.",
    promise: "Nobody is signed out. It says nothing of how many chains there are.",
    most: { falseThefts: 0, signOuts: 0 },
  },
  {
    id: "idempotent",
    label: "Idempotent grace (ours)",
    how: "One transaction, and for 10 s everyone who brings a used token gets the same next one.",
    promise: "One live chain, nobody signed out, no theft reported.",
    most: { liveLines: 1, falseThefts: 0, signOuts: 0 },
  },
];
