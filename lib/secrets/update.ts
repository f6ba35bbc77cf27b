// Owns one change of secrets.json from reading to the disk: locked, checked before and after. What changes is
// the caller's business.

import { realpathSync } from "node:fs";
import { type Change, type StoredSecrets, storedSchema } from "./change";
import { readPrivately, replacePrivately } from "./file";
import { whileLocked } from "./lock";
import { parseSecrets } from "./secrets";

/**
 * Applies a change to the file and answers with what changed. Several may run at once, in any processes: each
 * sees what the one before has written. Throws `SecretsError`, with nothing changed, for a file that is
 * absent, unusable or not writable, and for what the change itself refuses.
 */
export function updateSecrets(file: string, change: (stored: StoredSecrets) => Change): Change {
  // Fails without leaving a lock where no secrets are.
  readStored(file);
  // A link is followed, so that it goes on being one; two links to one file share its lock.
  const target = realpathSync(file);
  return whileLocked(target, () => {
    const changed = change(readStored(target));
    const text = `${JSON.stringify(changed.stored, null, 2)}\n`;
    // Nothing that the app would refuse may take the place of what it accepts.
    parseSecrets(target, text);
    replacePrivately(target, text);
    return changed;
  });
}

function readStored(file: string): StoredSecrets {
  const text = readPrivately(file);
  parseSecrets(file, text);
  return storedSchema.parse(JSON.parse(text));
}
