import "server-only";
import { reportFailure } from "@/lib/errors/failures";
import { getRuntime } from "./runtime";

// Can this instance do its work? Asked by load balancers, often, so it costs little, and says which store is at fault
// and no more.

export interface Health {
  status: "ok" | "unavailable";
  stores: { database: "ok" | "unavailable" };
}

export async function checkHealth(): Promise<Health> {
  try {
    const runtime = await getRuntime();
    await runtime.probe();
    return { status: "ok", stores: { database: "ok" } };
  } catch (error) {
    reportFailure(error);
    return { status: "unavailable", stores: { database: "unavailable" } };
  }
}
