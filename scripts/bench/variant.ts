// The app as it is measured: its own sources, the references written by hand beside them, and one page once more
// without its guard and out of the proxy's way. What is added are files that the type check of the tree sees.

import { readFileSync } from "node:fs";
import path from "node:path";
import { makeVariant } from "../variant.ts";

export const BY_HAND = { opaque: "/api/bench/opaque", HS256: "/api/bench/hs256", ES256: "/api/bench/es256" };
export const UNGUARDED_PAGE = "/bench/settings";

/** Makes it in `folder`, which must lie on the same disk as `root`. */
export function makeMeasuredApp(root: string, folder: string): void {
  const files = {
    [`app${BY_HAND.opaque}/route.ts`]: handlers(
      'import { GET as get, POST as post } from "@/scripts/bench/by-hand/opaque";',
    ),
    [`app${BY_HAND.HS256}/route.ts`]: handlers(jose("HS256")),
    [`app${BY_HAND.ES256}/route.ts`]: handlers(jose("ES256")),
    [`app${UNGUARDED_PAGE}/page.tsx`]: edited(root, "app/settings/page.tsx", [
      [/"@\/lib\/web\/dal"/, '"@/scripts/bench/unguarded"'],
      [/from "\.\//g, 'from "@/app/settings/'],
    ]),
    "proxy.ts": edited(root, "proxy.ts", [["api/|", "api/|bench/|"]]),
  };
  makeVariant(root, folder, files);
}

/** The server finds a route's methods by how they are written. */
const handlers = (imports: string): string =>
  `${imports}\nexport const dynamic = "force-dynamic";\nexport const GET = get;\nexport const POST = post;\n`;

const jose = (alg: string): string =>
  `import { byHand } from "@/scripts/bench/by-hand/jose";\nconst { GET: get, POST: post } = byHand("${alg}");`;

/** Throws when there is nothing to edit any more: what is measured then would be something else. */
function edited(root: string, file: string, changes: [what: string | RegExp, by: string][]): string {
  let text = readFileSync(path.join(root, file), "utf8");
  for (const [what, by] of changes) {
    const changed = text.replace(what, by);
    if (changed === text) throw new Error(`${file} has no ${what} any more.`);
    text = changed;
  }
  return text;
}
