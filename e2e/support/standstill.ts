// Owns telling a slow app from a machine that stood still: a process that only ticks is late when nothing was allowed
// to run, whatever the app did meanwhile.

import { spawn } from "node:child_process";
import { once } from "node:events";

const TICK_MS = 10;
/** Prints the longest time between two ticks, in milliseconds, when its input ends. */
const TICKER = `
  let [last, longest] = [performance.now(), 0];
  const ticking = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }, ${TICK_MS});
  process.stdin.resume().on("end", () => {
    clearInterval(ticking);
    process.stdout.write(String(longest));
  });
`;

/** Watches the machine until the returned function is called, which answers for how long it stood still at most (ms). */
export async function watchMachine(): Promise<() => Promise<number>> {
  const ticker = spawn(process.execPath, ["--eval", TICKER], { stdio: ["pipe", "pipe", "inherit"] });
  let printed = "";
  ticker.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  await once(ticker, "spawn");
  return async () => {
    ticker.stdin.end();
    await once(ticker, "close");
    if (!(Number(printed) > 0)) throw new Error("Nobody watched the machine.");
    return Number(printed);
  };
}
