// Work at an instant of a run's own clock. Timers count in whole milliseconds of another clock, so one may fire a
// fraction too early: what is planned for 600 ms would be written down as done at 599.95.

/** Calls `work` once `now()` has reached `due`, both in milliseconds, never earlier. Call the answer to forget it. */
export function whenDue(due: number, now: () => number, work: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(() => (now() < due ? wait() : work()), Math.max(0, Math.ceil(due - now()))).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
