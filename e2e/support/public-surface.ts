// What anyone may open or call without signing in. Everything else that stands in app/ must refuse; a new page or
// action is expected to, until somebody adds it here on purpose. Handlers stand in route-manifest.ts.

export const PUBLIC_PAGES = [
  "/",
  "/docs",
  "/docs/code/[fact]",
  "/docs/decisions/[record]",
  "/docs/operations",
  "/login",
  "/shared/[id]/[key]",
  "/signup",
];

export const PUBLIC_ACTIONS = [
  "app/(auth)/login/actions.ts signInAction",
  "app/(auth)/signup/actions.ts signUpAction",
  "app/_actions/demo.ts demoSignInAction",
  "app/_actions/fire-old.ts fireOldAction",
  "app/_actions/sign-out.ts signOutAction",
  "app/_actions/visit.ts visitAction",
];
