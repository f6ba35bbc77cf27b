import "server-only";
import { reportFailure } from "./failures";
import { getRuntime } from "./runtime";

// Can this instance do its work? Asked by load balancers, so it says which store is at fault and no more.

export interface Health {
  status: "ok" | "unavailable";
  stores: { database: "ok" | "unavailable" };
}

export async function checkHealth(): Promise<Health> {
  try {
    const { database } = await getRuntime();
    database.sqlite.prepare("select count(*) from (select 1 from users limit 1)").get();
    return { status: "ok", stores: { database: "ok" } };
  } catch (error) {
    reportFailure(error);
    return { status: "unavailable", stores: { database: "unavailable" } };
  }
}
