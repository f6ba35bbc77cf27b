// Which core a process runs on and how much of it it used. Linux only; elsewhere both are left out.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Asked before anything is pinned: afterwards it is the number of our own. */
const CORES = availableParallelism();

/** Keeps a process, and whatever it starts, on one core. False where the system cannot. */
export function pin(pid: number, core: number): boolean {
  return core < CORES && keepTo(String(core), pid);
}

/** Lets it run on every core again. */
export function unpin(pid: number): void {
  keepTo(`0-${CORES - 1}`, pid);
}

function keepTo(cores: string, pid: number): boolean {
  return spawnSync("taskset", ["--all-tasks", "--cpu-list", "--pid", cores, String(pid)]).status === 0;
}

/** CPU time of all threads of a process so far, in milliseconds; null where the system does not tell. */
export function cpuOf(pid: number): number | null {
  const tasks = `/proc/${pid}/task`;
  try {
    let nanoseconds = 0;
    for (const task of readdirSync(tasks))
      nanoseconds += Number(readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ", 1)[0]);
    return nanoseconds / 1e6;
  } catch {
    return null;
  }
}
