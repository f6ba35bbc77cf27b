import "server-only";
import { newId } from "@/lib/auth/random";
import type { Place } from "../engine/server/sites";
import { CELLS } from "./shared/cells";
import type { Site } from "./site";
import { type Leave, type Move, type Visit, visit } from "./visit.browser";

// The pages of the lab's sites, as HTML. Nothing a request brings is ever written into one. Each has a policy that
// lets it reach the lab's own origins and no others; the guest book alone lets any inline script run, as a page
// without a policy does, and it is no page of the app.

export interface SitePage {
  html: string;
  headers: [name: string, value: string][];
}

interface PageOptions {
  place: Place;
  title: string;
  /** HTML of our own. */
  body?: string;
  moves?: Move[];
  leave?: Leave | null;
  /** Scripts need no nonce here. */
  open?: boolean;
  /** Stands among the body, in a script without a nonce. */
  injected?: string;
}

const WHO: Readonly<Record<Place, { name: string; line: string }>> = {
  target: { name: "The target", line: "It has signed you in, with cookies of its own." },
  neighbour: {
    name: "A neighbour",
    line: "The same host as the target, another port: another origin, the same site.",
  },
  elsewhere: { name: "Another site", line: "Another host than the target’s." },
};

export function sitePage(site: Site, options: PageOptions): SitePage {
  const { place, title, body = "", leave = null, open = false, injected } = options;
  const nonce = newId();
  const work = workOf(site, place, options.moves ?? [], leave);
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${WHO[place].name}: ${title}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body class="${place}">
<main>
<p class="who"><strong>${WHO[place].name}</strong> · <code>${site.origins[place]}</code><br>${WHO[place].line}</p>
<h1>${title}</h1>
${body}
<p id="progress" role="status"></p>
<noscript><p>This lab needs JavaScript: the attempts are made by scripts.</p></noscript>
</main>
${work.moves.length > 0 || leave ? `<script nonce="${nonce}">${callOf(work)}</script>` : ""}
${injected === undefined ? "" : `<script>${injected}</script>`}
</body>
</html>
`;
  return { html, headers: [["content-security-policy", policy(site, open ? null : nonce, nonce)]] };
}

/** What is left to do there: a window that was closed goes on where it was. */
export function workOf(site: Site, place: Place, moves: Move[], leave: Leave | null): Visit {
  const left = moves.filter(({ cell }) => site.isOpen({ id: cell }));
  return { report: `${site.at[place]}/report`, before: site.closed(), of: CELLS.length, moves: left, leave };
}

/** The call of `visit` as text for a script element. */
export function callOf(work: Visit): string {
  return `(${visit})(${scriptJson(work)});`;
}

/** JSON that cannot end the script element it stands in. */
export const scriptJson = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

function policy({ origins }: Site, scriptNonce: string | null, styleNonce: string): string {
  const ours = Object.values(origins).join(" ");
  return [
    "default-src 'none'",
    `script-src ${scriptNonce === null ? "'unsafe-inline'" : `'nonce-${scriptNonce}'`}`,
    `style-src 'nonce-${styleNonce}'`,
    ...["connect-src", "img-src", "form-action"].map((directive) => `${directive} ${ours}`),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; border-top: 0.75rem solid; }
body.target { border-color: #2c7a4b; }
body.neighbour { border-color: #a86a00; }
body.elsewhere { border-color: #b3372c; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.375rem; line-height: 1.25; }
#progress { min-height: 4.5em; }
`;
