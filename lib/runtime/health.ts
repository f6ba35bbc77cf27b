import "server-only";
import { reportFailure } from "@/lib/errors/failures";
import { getRuntime } from "./runtime";

// Can this instance do its work? Asked by load balancers, often, so it costs little, and says which store is at fault
// and no more.

export interface Health {
  status: "ok" | "unavailable";
  /** Which process answers; left out where it cannot even read its settings. */
  instance?: string;
  stores: { database: "ok" | "unavailable" };
}

export async function checkHealth(): Promise<Health> {
  let instance: string | undefined;
  try {
    const runtime = await getRuntime();
    instance = runtime.config.instanceId;
    await runtime.probe();
    return { status: "ok", instance, stores: { database: "ok" } };
  } catch (error) {
    reportFailure(error);
    return { status: "unavailable", ...(instance && { instance }), stores: { database: "unavailable" } };
  }
}
