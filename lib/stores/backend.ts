import type { DemoStore } from "@/db/seed";
import type { Stores } from "@/lib/auth/parts";
import type { AppStores } from "./index";
import type { FlatSettings } from "./settings";

// One whole backend: everything the app keeps, in one database. Which engine that is, nobody above knows.

export interface Backend {
  /** Where the data is, for whoever starts the app. Never a password. */
  readonly place: string;
  /** The files it is kept in; none where another program keeps them. */
  readonly files: readonly string[];
  /**
   * Makes the tables, or brings them up to date; several processes may do it at once. Answers with what whoever starts
   * the app should know, a line each. Throws `DatabaseError` or `PrivacyError`, whose messages are one line.
   */
  prepare(): Promise<string[]>;
  open(): Promise<OpenBackend>;
}

export interface OpenBackend extends AppStores {
  /** Sign-ins, and the transactions that everything shares. */
  stores: Stores;
  demo: DemoStore<FlatSettings>;
  close(): Promise<void>;
}
