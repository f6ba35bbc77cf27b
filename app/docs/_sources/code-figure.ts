// A block of code as HTML, with its caption and a button that copies it. Coloured lines go in; one look for the facts and
// for the documents comes out.

import { escapeHtml } from "./highlight.ts";
import type { Lines } from "./symbols.ts";

export interface CodeFigure {
  /** HTML, one piece a line. */
  lines: readonly string[];
  /** Names the block. */
  label: string;
  /** The number of the first line, where numbers are shown. */
  from?: number;
  /** Which of the numbered lines are marked. */
  marked?: readonly Lines[];
}

export function codeFigure({ lines, label, from, marked = [] }: CodeFigure): string {
  const body = lines.map((line, index) => {
    if (from === undefined) return line;
    const number = from + index;
    const isMarked = marked.some((range) => number >= range.from && number <= range.to);
    return `<span class="code-line${isMarked ? " code-marked" : ""}" data-line="${number}">${line}\n</span>`;
  });
  const name = escapeHtml(label);
  return `<figure class="code-figure"><figcaption><span>${name}</span><button type="button" class="needs-js" data-copy aria-label="Copy ${name}">Copy</button></figcaption><pre tabindex="0" role="group" aria-label="${name}"><code>${body.join(from === undefined ? "\n" : "")}</code></pre></figure>\n`;
}
