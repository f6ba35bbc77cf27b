// Who may open which page, in one table. The gate reads it, and a test compares it with the file tree: a
// page that is not listed fails the build's tests.

export type PageAccess =
  /** Anyone. */
  | "public"
  /** Whoever has the link, which the page checks. No search engine and no other site is told of it. */
  | "by-link"
  /** Signed-in people only. */
  | "signed-in";

const PAGES: Readonly<Record<string, PageAccess>> = {
  "/": "public",
  "/login": "public",
  "/signup": "public",
  "/docs": "public",
  "/shared": "by-link",
  "/confirm": "signed-in",
  "/account": "signed-in",
  "/dashboard": "signed-in",
  "/devices": "signed-in",
  "/activity": "signed-in",
  "/settings": "signed-in",
  "/labs": "signed-in",
  /** Signed in is all the gate can know; the page asks the store who is an admin. */
  "/admin": "signed-in",
};

export const PAGE_PATHS = Object.keys(PAGES);

/** The rule for a path: its own, or that of the nearest page above it. Unknown paths show "not found" to anyone. */
export function pageAccess(pathname: string): PageAccess {
  const segments = pathname.split("/").filter(Boolean);
  const section = segments.length === 0 ? "/" : `/${segments[0]}`;
  return PAGES[section.toLowerCase()] ?? "public";
}
