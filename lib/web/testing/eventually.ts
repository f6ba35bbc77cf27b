import { vi } from "vitest";

/** Far beyond what anything takes: only what never comes true fails by it. */
const DEADLINE_MS = 30_000;

/** Waits until `check` no longer throws, however slow the machine is. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: DEADLINE_MS, interval: 50 });
}
