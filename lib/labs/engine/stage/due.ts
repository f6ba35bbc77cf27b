// Does work at an instant of a run's clock. A timer may fire a fraction of a millisecond too early by that clock: what
// is planned for 600 ms would then be recorded at 599.95.

/** Calls `work` once `now()` has reached `due`, both in milliseconds, never earlier. Call the answer to forget it. */
export function whenDue(due: number, now: () => number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(() => (now() < due ? wait() : work()), Math.max(0, Math.ceil(due - now()))).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
