// A page's forms as a browser without JavaScript submits them: read from the HTML, posted as multipart.

import { randomUUID } from "node:crypto";
import type { Answer } from "./http";

const ENTITIES: Record<string, string> = {
  "&quot;": '"',
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&#x27;": "'",
};

/** The hidden fields of the form that holds a button with this text. Throws when there is none. */
export function hiddenFields(html: string, buttonText: string): Record<string, string> {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((candidate) => textOf(candidate).includes(buttonText));
  if (!form) throw new Error(`No form with "${buttonText}" in: ${textOf(html).slice(0, 300)}`);
  const inputs = form.match(/<input\b[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [attribute(input, "name"), attribute(input, "value")]));
}

/** A multipart body and the header that goes with it. */
export function multipart(fields: Record<string, string>): { body: string; headers: Record<string, string> } {
  const boundary = `----e2e${randomUUID()}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    body: `${parts.join("")}--${boundary}--\r\n`,
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  };
}

/** Where an answer sends the browser, or the router when a script called the action; null for nowhere. */
export function redirectOf({ headers }: Answer): string | null {
  const target = headers.location ?? headers["x-action-redirect"];
  return typeof target === "string" ? target.replace(/;(push|replace)$/, "") : null;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replace(/&(quot|amp|lt|gt|#x27);/g, (entity) => ENTITIES[entity] ?? entity);
}

function textOf(html: string): string {
  return html
    .replace(/<script\b[\s\S]*?<\/script>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");
}
