// `npm run keys:rotate` and `npm run keys:revoke`: changes secrets.json as the app would find it, under a
// running app or without one.

import { ConfigError } from "../lib/config/config";
import { SecretsError } from "../lib/secrets/file";
import { loadEnvFiles } from "./env-files";
import { changeKeys, UsageError } from "./key-commands";

loadEnvFiles();
try {
  for (const line of changeKeys(process.argv.slice(2), process.env)) console.log(line);
} catch (error) {
  // An expected failure is one line; anything else is a fault of ours and keeps its stack.
  if (![ConfigError, SecretsError, UsageError].some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
