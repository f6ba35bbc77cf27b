/** By code, not class: proxy and routes are separate bundles, so every class may exist twice. Empty without one. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
