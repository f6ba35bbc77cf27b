import type { Active, ModeName } from "@/lib/auth/contract";
import type { RecordedTrace } from "@/lib/auth/trace";

/** Whom a request acts for: what the verifier said of the credential it presents. */
export type SignedIn = Omit<Active, "active"> & {
  mode: ModeName;
  /** The cookie's value, for `lib/web` only: never rendered, logged or returned. */
  token: string;
  trace: RecordedTrace;
};
