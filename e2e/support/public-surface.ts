// What anyone may open or call without signing in. Everything else that stands in app/ must refuse; a new
// page, action or handler is expected to, until somebody adds it here on purpose.

export const PUBLIC_PAGES = ["/", "/login", "/signup"];

export const PUBLIC_HANDLERS = [
  // The guard of a lab's lane answers here, which knows credentials of that lane only; elsewhere it is 404.
  "DELETE /api/labs/live/[run]/[lane]/[...resource]",
  "GET /api/labs/live/[run]/[lane]/[...resource]",
  "POST /api/labs/live/[run]/[lane]/[...resource]",
  "GET /.well-known/jwks.json",
  "GET /api/health",
  "GET /api/ping",
  "POST /api/auth/refresh",
  "POST /api/auth/sign-in",
  "POST /api/auth/sign-out",
  "POST /api/auth/sign-up",
];

/** Guarded by the pair's own verifier, which says why it refuses. */
export const PROBES = ["GET /api/pair/[mode]"];

export const PUBLIC_ACTIONS = [
  "app/(auth)/login/actions.ts signInAction",
  "app/(auth)/signup/actions.ts signUpAction",
  "app/_actions/demo.ts demoSignInAction",
  "app/_actions/sign-out.ts signOutAction",
];
