// Owns which files settings are read from besides the environment: the same ones that Next reads, in the same
// order, for every script. What is set already stays.

const FILES = [".env.local", ".env"];

/** Reads them from the working directory. A file that is not there is no fault. */
export function loadEnvFiles(): void {
  for (const file of FILES) {
    try {
      process.loadEnvFile(file);
    } catch {
      // There is none, which is the usual case.
    }
  }
}
