import "server-only";
import type { SignedIn } from "@/lib/http/signed-in";
import { LIVE_PATH } from "../engine/server/lab-server";
import type { LabParts } from "../parts";
import { ownRun } from "./own";

// "Copy as curl": the very request of a probe, for a terminal. It carries a credential, one that nothing but this
// run's world accepts and that dies with it.

export interface CurlQuery {
  lane: string;
  device: string;
  resource: "me" | "admin" | "refresh";
}

const METHODS = { me: "GET", admin: "GET", refresh: "POST" } as const;

/** Null when it is not the reader's run, its world is gone, or there is no such lane or device. */
export async function curlFor(
  parts: LabParts,
  id: string,
  query: CurlQuery,
  current: SignedIn,
): Promise<string | null> {
  const run = await ownRun(parts, id, current);
  const jar = run?.opensOutside ? run.stage.findJar(query.device, query.lane) : null;
  if (!jar) return null;
  const { origin } = parts.config;
  const url = `${origin}${LIVE_PATH}${id}/${query.lane}/${query.resource}`;
  const cookie = jar.header();
  return [
    `curl -i '${url}'`,
    ...(cookie ? [`-H 'Cookie: ${cookie}'`] : []),
    // Like every unsafe request of the app it has to say where it comes from.
    ...(METHODS[query.resource] === "POST"
      ? ["-X POST", `-H 'Origin: ${origin}'`, "-H 'Content-Type: application/json'", "-d '{}'"]
      : []),
  ].join(" \\\n  ");
}
