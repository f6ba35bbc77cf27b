import { expect, it } from "vitest";
import { createHighlighter, escapeHtml } from "./highlight";
import { renderMarkdown } from "./markdown";

const highlighter = await createHighlighter();
const render = (text: string, deeper = 0) =>
  renderMarkdown(text, {
    file: "x.md",
    highlighter,
    deeper,
    resolve: (href) => (href === "other.md" ? "/docs/other" : null),
  });

it("headings can be linked to, as deep as they are asked for", () => {
  const { html, headings } = render("## What `you` must add, 1\n\n### B", 1);
  expect(html).toContain('<h3 id="what-you-must-add-1"><a href="#what-you-must-add-1">What <code>you</code>');
  expect(html).toContain('<h4 id="b">');
  expect(headings).toEqual([
    { id: "what-you-must-add-1", text: "What you must add, 1", depth: 2 },
    { id: "b", text: "B", depth: 3 },
  ]);
  expect(() => render("## A\n\n## A")).toThrow("two headings");
});

it("a link leads to the page of a document; of what has no page the text is left", () => {
  const { html } = render("[one](other.md) and [`two`](src/two.ts)");
  expect(html).toBe('<p><a href="/docs/other">one</a> and <code>two</code></p>\n');
});

it("code is escaped, coloured by classes alone, and can be copied as it was", () => {
  const code = 'const a = "<script>" && 1 < 2; // it\'s';
  const { html } = render(`\`\`\`ts\n${code}\n\`\`\``);
  expect(html).toContain('<span class="code-keyword">const</span>');
  expect(html).not.toContain("style=");
  expect(html).toContain("&lt;script&gt;");
  expect(html).not.toContain("<script>");
  const [, shown = ""] = /<code>(.*)<\/code>/s.exec(html) ?? [];
  expect(shown.replaceAll(/<[^>]*>/g, "")).toBe(escapeHtml(code));
});

it("HTML and pictures are refused, not passed on", () => {
  expect(() => render("<script>alert(1)</script>")).toThrow("x.md has HTML");
  expect(() => render("a <b>c</b>")).toThrow("x.md has HTML");
  expect(() => render("![a](b.png)")).toThrow("x.md has a picture");
});
