import "server-only";
import { localPath } from "@/lib/http/request/local-path";
import { getRuntime } from "@/lib/runtime/runtime";

/** Where a form's or an address's `next` may lead: a path of this app, else `/dashboard`. */
export async function nextPath(next: unknown) {
  const { config } = await getRuntime();
  return localPath(typeof next === "string" ? next : null, config.origin);
}
