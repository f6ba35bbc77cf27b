import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { authenticate, type SignedIn } from "./authenticate";

// The data access layer's door: pages read people's data only after one of these has answered.

export type CurrentAuth = SignedIn;

/** Who this request acts for, or null. Asked once a request, however many components want to know. */
export const currentAuth = cache(async (): Promise<CurrentAuth | null> => {
  return (await authenticate(await headers())).signedIn;
});

/** The signed-in person; anyone else is sent to the login page, and back to `path` afterwards. */
export async function requireUser(path: string): Promise<CurrentAuth> {
  return (await currentAuth()) ?? redirect(`/login?next=${encodeURIComponent(path)}`);
}
