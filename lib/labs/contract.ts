import type {
  Effect,
  Guarantees,
  InactiveReason,
  IssuePolicy,
  ModeName,
  Role,
  StrategyName,
} from "@/lib/auth/contract";
import type { Json, JsonObject, RunStatus } from "@/lib/stores/lab-runs";

// What a lab run is, as data: what was set up, what was asked and answered, what was done, and what follows from
// it. All of it can be written as JSON; it is what the page draws, what is stored and what is exported. No secret
// is ever part of it.

export type { Json, JsonObject, RunStatus };

/** One way of staying signed in, as a lab tries it: a mode with its policy, and an audience of its own. */
export interface LaneSpec {
  /** `[a-z0-9-]`, unique in the run; part of the audience and of every address. */
  id: string;
  /** What people read: "Session with a 5 s cache". */
  label: string;
  mode: ModeName;
  policy: IssuePolicy;
  /** For so long a used refresh token still leads to its successor. Default: what the app uses. */
  graceSeconds?: number;
  /** False: the device throws its refresh token away, so the access token lives and dies alone. Default true. */
  keepsRefreshToken?: boolean;
  /** True: the device goes on sending what a browser throws away at its `Max-Age`, so the server has to refuse it. */
  keepsExpired?: boolean;
}

/** A lane as it is written down. */
export interface RecordedLane {
  id: string;
  label: string;
  mode: ModeName;
  /** Null where there is no JWT. */
  strategy: StrategyName | null;
  policy: IssuePolicy;
  guarantees: Guarantees;
  refreshes: boolean;
  graceSeconds: number;
  /** What every request carries: bytes of the `Cookie` header's values, as first issued. */
  cookieBytes: number;
}

/** A pretended device: who makes requests in a run. */
export interface Device {
  /** `[a-z0-9-]`. */
  id: string;
  /** "Your phone". */
  label: string;
  /** Whose credentials are stolen: that it gets in is no good news. */
  isThief?: true;
}

/** One real HTTP request and its answer. Instants are milliseconds since the start of the run. */
export interface AnswerFact {
  kind: "answer";
  seq: number;
  lane: string;
  device: string;
  /** Sent by the prober, again and again, or as a part of an act. */
  by: "prober" | "act";
  method: "GET" | "POST" | "DELETE";
  /** The last part of the address: "me", "admin", "refresh", "sign-out"… */
  resource: string;
  /** When it was sent. */
  at: number;
  /** How much later than planned; 0 for acts. */
  late: number;
  /** Until the answer was there. */
  took: number;
  status: number;
  /** Was the credential accepted? A refusal by role (403) accepts it. */
  accepted: boolean;
  reason: InactiveReason | null;
  /** The role the verifier saw; null when refused. */
  role: Role | null;
  /** When the accepted credential ends by itself, by the verifier's own word; absent where it says nothing. */
  endsAt?: number;
  /** Store reads of the check. */
  reads: number;
  /** Did this answer bring new credentials? */
  renewed: boolean;
  /** Refresh tokens in and out, by their labels in this run ("R1", "R2"…): never the tokens. */
  refresh?: { presented: string; received: string | null };
  /** Seconds that the lab's clock was ahead of the real one; left out where it was never wound. */
  ahead?: number;
  detail?: JsonObject;
}

/** Something was done, or the auth core reported something. */
export interface MarkFact {
  kind: "mark";
  seq: number;
  /** Null: it concerns all lanes. */
  lane: string | null;
  /** Who did it; null: the operator of the server. */
  device: string | null;
  /** What, by a short name that the lab defines: "sign-out", "disable-user", "reuse-noticed"… */
  act: string;
  /** For people: "Sign out", "The row is deleted by hand". */
  label: string;
  /** When it began, and when it was acknowledged: from then on the promise counts. */
  at: number;
  end: number;
  /** False: it was refused, or there was nothing to do. Nothing is promised by it then. */
  ok: boolean;
  /** As of an answer, when it was acknowledged. */
  ahead?: number;
  detail?: JsonObject;
}

export type Fact = AnswerFact | MarkFact;

export interface Recording {
  version: 1;
  lanes: RecordedLane[];
  /** The pretended devices, in the order they are drawn. */
  devices: Device[];
  /** Length in seconds: as planned, or less where everything had been shown before. */
  seconds: number;
  /** In the order of `seq`. */
  facts: Fact[];
  /** How many facts beyond the bound of a run were not kept. Then nothing is said about its end. */
  dropped: number;
}

/** A question put before the run; what is right is decided by what was measured. */
export interface Question {
  id: string;
  label: string;
  options: { value: string; label: string }[];
}

/** How long one lane went on accepting after one act, beside what its mode promises. */
export interface Verdict {
  lane: string;
  /** The device whose requests tell. */
  device: string;
  /** `seq` of the mark it is about. */
  mark: number;
  act: string;
  /** What `guarantees` says; "never" where nothing is promised to end, with `why`. */
  promised: Effect | "never";
  /** The same in milliseconds after the acknowledgement; null for "never". */
  promisedMs: number | null;
  /** From the acknowledgement to the first refused request; null: still accepted when the run ended. */
  measuredMs: number | null;
  /** The last accepted request after the acknowledgement; null: none was accepted. */
  lastAcceptedMs: number | null;
  /** Until when it was watched, after the acknowledgement. */
  watchedMs: number;
  /** False: a request that should have been refused was accepted, or the other way round. Shown in red. */
  agrees: boolean;
  /** The reason the verifier gave at the first refusal. */
  reason: InactiveReason | "forbidden" | null;
  /** Was it accepted again later, for instance by a refresh? Milliseconds after the acknowledgement. */
  acceptedAgainMs: number | null;
  /** Most store reads of an accepted check before the act; an exchange of the refresh token is none. */
  reads: number;
  cookieBytes: number;
  /** Why this is what was to be expected, where the contract is silent. */
  why?: string;
}

/** What follows from a recording: computed from its facts alone. */
export interface Conclusion {
  verdicts: Verdict[];
  /** By question: the option that turned out right; null where the run cannot tell, or chance decided. */
  answers: Record<string, string | null>;
  /** What a lab has to say besides; each lab documents its own. */
  detail?: JsonObject;
}

export interface Score {
  right: number;
  /** Questions that were answered before the run and can be told after it. */
  of: number;
}

/** Something a person can do while the run goes on. */
export interface LiveActView {
  name: string;
  label: string;
}

/** What a page is told that knows a run already, up to a `seq`. */
export type RunNews = Omit<RunView, "conclusion"> & {
  /** Null: nothing happened since, so nothing else follows. */
  conclusion: Conclusion | null;
};

/** A run as everybody with its address sees it. */
export interface RunView {
  id: string;
  lab: string;
  status: RunStatus;
  failure: string | null;
  /** As they were chosen: what "run again" starts from. */
  params: JsonObject;
  createdAt: string;
  endedAt: string | null;
  /** Milliseconds since the start; of the whole run once it is over. */
  elapsedMs: number;
  /** Is the reader the one who started it? Only then: stop, act, curl, delete. */
  mine: boolean;
  predictions: Record<string, string>;
  questions: Question[];
  recording: Recording;
  conclusion: Conclusion;
  score: Score | null;
  acts: LiveActView[];
  /** Are its credentials still there to be tried by hand? */
  live: boolean;
  /** Counts what is known of it: facts, those not kept, and its end. What the next question for news starts from. */
  seq: number;
}

/** A run in a list. */
export interface RunSummary {
  id: string;
  lab: string;
  status: RunStatus;
  createdAt: string;
  params: JsonObject;
  score: Score | null;
}
