import "server-only";
import { getRuntime } from "./runtime";

// The public half of the signing keys.

export async function publicJwks() {
  return (await getRuntime()).keyring.publicJwks();
}
