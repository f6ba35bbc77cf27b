// A compact JWS in its three parts, each in one color. The dots stay, so a copy is the token as it is.

const parts = [
  { key: "header", label: "Header", text: "text-part-header", dot: "bg-part-header" },
  { key: "payload", label: "Payload", text: "text-part-payload", dot: "bg-part-payload" },
  { key: "signature", label: "Signature", text: "text-part-signature", dot: "bg-part-signature" },
] as const;

export type TokenPart = (typeof parts)[number]["key"];

/** `changed`: the place of a character that was tampered with, counted from 0 over the whole token. */
export function TokenParts({
  header,
  payload,
  signature,
  changed,
}: Record<TokenPart, string> & { changed?: number | undefined }) {
  const values = { header, payload, signature };
  const starts = { header: 0, payload: header.length + 1, signature: header.length + payload.length + 2 };
  return (
    <figure className="min-w-0">
      <pre className="min-w-0 rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-[0.8125rem] leading-relaxed whitespace-pre-wrap break-all">
        {parts.map(({ key, text }, index) => (
          <span key={key}>
            {index > 0 ? <span className="text-muted">.</span> : null}
            <span className={text}>
              <Marked text={values[key]} at={changed === undefined ? -1 : changed - starts[key]} />
            </span>
          </span>
        ))}
      </pre>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        {parts.map(({ key, label, text, dot }) => (
          <span key={key} className="inline-flex items-center gap-1.5">
            <span className={`size-2 rounded-full ${dot}`} />
            <span className={text}>{label}</span>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}

/** The signature is masked, so a place within it may not be there. */
function Marked({ text, at }: { text: string; at: number }) {
  if (at < 0 || at >= text.length) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-bad px-0.5 font-semibold text-raised">{text.charAt(at)}</mark>
      {text.slice(at + 1)}
    </>
  );
}

/** The heading of one decoded part, in the part's color. */
export function TokenPartHeading({ part }: { part: TokenPart }) {
  const look = parts.find(({ key }) => key === part);
  return (
    <h3 className={`flex items-center gap-2 text-sm ${look?.text}`}>
      <span className={`size-2 rounded-full ${look?.dot}`} />
      {look?.label}
    </h3>
  );
}
