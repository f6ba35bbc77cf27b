// In what backends may differ, so that what each promises is tested as it is.

/** How several calls become one: an engine with one connection lets one unit run at a time, another runs one again. */
export type Units = "take turns" | "run at once";

/** Who removes what is past its limit: `deleteExpired`, or the engine. Entries of the denylist are always swept. */
export type Sweeps = "when told" | "by itself";

export interface ContractTerms {
  /** Ways to break it, by their names in the harness. */
  faults: readonly string[];
  units: Units;
  sweeps?: Sweeps;
}
