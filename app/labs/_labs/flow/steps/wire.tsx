// What went over the wire and into the store, as blocks of text. Draws what it is given; secrets were masked when it
// was recorded.

import { TokenPartHeading, TokenParts } from "@/app/_ui/drawings/token-parts";
import { CodeBlock } from "@/app/_ui/words/code";
import type { Exchange, RecordedSignIn } from "@/lib/labs/flow/recorded";

export function SentBlock({ request: { line, headers, body } }: { request: Exchange["request"] }) {
  const lines = [`${line} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return <CodeBlock label="Sent">{[...lines, ...(body ? ["", body] : [])].join("\n")}</CodeBlock>;
}

export function AnswerBlock({ answer: { status, body } }: { answer: Exchange["answer"] }) {
  return <CodeBlock label="Answered">{[`HTTP/1.1 ${status}`, "", body].join("\n")}</CodeBlock>;
}

/** One attribute a line, so that each can be read. */
export function CookieBlocks({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => {
    const [pair = "", ...attributes] = line.split("; ");
    const text = [`Set-Cookie: ${pair};`, ...attributes.map((attribute) => `  ${attribute}`)].join("\n");
    return <CodeBlock key={line}>{text}</CodeBlock>;
  });
}

export function RowBlock({ table, columns }: { table: string; columns: Readonly<Record<string, string>> }) {
  const text = Object.entries(columns)
    .map(([column, value]) => `${column}: ${value}`)
    .join("\n");
  return <CodeBlock label={`${table}, the row as it is stored`}>{text}</CodeBlock>;
}

export function TokenBlock({
  token: { parts, header, claims },
}: {
  token: NonNullable<RecordedSignIn["token"]>;
}) {
  return (
    <>
      <TokenParts {...parts} />
      <TokenPartHeading part="header" />
      <CodeBlock>{header}</CodeBlock>
      <TokenPartHeading part="payload" />
      <CodeBlock>{claims}</CodeBlock>
    </>
  );
}
