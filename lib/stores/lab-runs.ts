import type { UserId } from "@/lib/auth/contract";

// Runs of the labs as they are kept: what was chosen and predicted when they began, what was recorded when they ended.

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export type RunStatus =
  | "running"
  /** It came to its end. */
  | "finished"
  /** Somebody stopped it. */
  | "stopped"
  /** A fault of the system ended it; `failure` says which in words for people. */
  | "failed"
  /** The server ended while it ran. */
  | "interrupted";

/** What was recorded, as JSON. Only the labs know what else is in it. */
export interface StoredRecording {
  readonly facts: readonly unknown[];
}

/** Runs a person keeps; the oldest make room for new ones. */
export const MAX_STORED_EACH = 50;
export const KEPT_DAYS = 30;

export interface StoredRun {
  id: string;
  userId: UserId;
  lab: string;
  status: RunStatus;
  failure: string | null;
  params: JsonObject;
  predictions: Record<string, string>;
  elapsedMs: number;
  right: number | null;
  asked: number | null;
  /** Null: it has no open link. */
  linkSalt: string | null;
  createdAt: Date;
  endedAt: Date | null;
}

export type NewRun = Pick<StoredRun, "id" | "userId" | "lab" | "params" | "predictions" | "createdAt">;
export type EndedRun = Pick<StoredRun, "status" | "failure" | "elapsedMs" | "right" | "asked" | "endedAt"> & {
  recording: StoredRecording;
};

export type RunPosition = Pick<StoredRun, "createdAt" | "id">;

export interface RunListQuery {
  /** Left out: of all labs. */
  lab?: string | undefined;
  limit: number;
  /** The last run of the page before. */
  after?: RunPosition | undefined;
}

export interface RunStore {
  /** Removes the person's oldest beyond `MAX_STORED_EACH`. Throws `AccountClosedError` for an account that is gone. */
  insert(run: NewRun): Promise<void>;
  end(id: string, ended: EndedRun): Promise<void>;
  find(id: string): Promise<StoredRun | null>;
  /** Null until it has ended. For those who read only: the same object is handed out again. */
  recordingOf(run: StoredRun): Promise<StoredRecording | null>;
  /** Newest first. */
  list(userId: UserId, query: RunListQuery): Promise<StoredRun[]>;
  /**
   * Gives a run that is over a link, or with null takes it back. One that it has already stays as it is. False when this
   * person has no such run, or it goes on.
   */
  setLink(userId: UserId, id: string, salt: string | null): Promise<boolean>;
  /** False when this person has no such run. */
  remove(userId: UserId, id: string): Promise<boolean>;
  deleteExpired(now: Date, limit: number): Promise<number>;
}
