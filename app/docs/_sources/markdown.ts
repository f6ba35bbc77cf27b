// Renders our own Markdown as HTML: headings can be linked to, code is coloured as everywhere, links between documents
// lead to their pages. Runs only where the app is built or tested.

import { Marked, type Tokens } from "marked";
import { codeFigure } from "./code-figure.ts";
import { escapeHtml, type Highlighter } from "./highlight.ts";
import { SourceError } from "./symbols.ts";

export interface Heading {
  id: string;
  text: string;
  depth: number;
}

export interface RenderedMarkdown {
  html: string;
  headings: Heading[];
}

interface RenderOptions {
  /** For messages. */
  file: string;
  highlighter: Highlighter;
  /** How many levels deeper the headings stand on the page than in the file. */
  deeper?: number;
  /** Where a link leads on the site; null for a file that has no page, of which the text is left. */
  resolve(href: string): string | null;
}

export function renderMarkdown(
  text: string,
  { file, highlighter, deeper = 0, resolve }: RenderOptions,
): RenderedMarkdown {
  const headings: Heading[] = [];
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens }: Tokens.Heading) {
        const inner = this.parser.parseInline(tokens);
        const plain = this.parser.parseInline(tokens, this.parser.textRenderer);
        const heading = { id: slugOf(plain), text: plain, depth };
        if (headings.some(({ id }) => id === heading.id))
          throw new SourceError(`${file} has two headings “${plain}”`);
        headings.push(heading);
        const tag = `h${depth + deeper}`;
        return `<${tag} id="${heading.id}"><a href="#${heading.id}">${inner}</a></${tag}>\n`;
      },
      code: ({ text: code, lang = "" }: Tokens.Code) =>
        codeFigure({ lines: highlighter.lines(code, lang), label: codeLabel(code, lang) }),
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens);
        const address = resolve(href);
        return address === null ? inner : `<a href="${escapeHtml(address)}">${inner}</a>`;
      },
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[], tag: "td" | "th") =>
          `<tr>${cells
            .map(({ tokens }, column) => {
              const cell = this.parser.parseInline(tokens);
              if (tag === "th") return cell ? `<th scope="col">${cell}</th>` : "<td></td>";
              return column === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`;
            })
            .join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("\n");
        return `<div class="doc-table" role="group" aria-label="Table" tabindex="0"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>\n`;
      },
      html({ text: raw }: Tokens.HTML | Tokens.Tag) {
        throw new SourceError(`${file} has HTML, which is not rendered: ${raw.trim()}`);
      },
      image({ href }: Tokens.Image) {
        throw new SourceError(`${file} has a picture, which is not rendered: ${href}`);
      },
    },
  });
  return { html: marked.parse(text, { async: false }), headings };
}

/** A file's name where the code begins with it, else its language. */
function codeLabel(code: string, language: string): string {
  const [, name] = /^\/\/ (\S+\.tsx?)\n/.exec(code) ?? [];
  return name ?? { sh: "Shell", ts: "TypeScript", tsx: "TypeScript", json: "JSON" }[language] ?? "Code";
}

export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-|-$/g, "");
