// Owns which stages a test command runs.

/** The command line asked for a stage that does not exist. One line. */
export class StagesError extends Error {
  override name = "StagesError";
}

/**
 * The names of the stages to run, always in their order: those of `npm test`; with `--services` those of
 * `npm run test:services`; with `--and-services` both; with `--only=a,b` those it names, of both. Throws `StagesError`
 * when it names an unknown one.
 */
export function chooseStages(flags: string[], tests: string[], services: string[]): string[] {
  const all = [...tests, ...services];
  const only = flags.find((flag) => flag.startsWith("--only="));
  if (only) {
    const names = only.slice("--only=".length).split(",");
    const unknown = names.filter((name) => !all.includes(name));
    if (unknown.length > 0)
      throw new StagesError(`--only got ${unknown.join(",")} and takes ${all.join(",")}`);
    return all.filter((name) => names.includes(name));
  }
  if (flags.includes("--and-services")) return all;
  return flags.includes("--services") ? services : tests;
}
