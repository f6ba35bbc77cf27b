// Where a section of a standard can be read.

/** "RFC 7519 §4.1.4" → its place in the RFC Editor's edition. "RFC 6265bis" is a draft still. */
export function specAddress(spec: string): string {
  const [, number = "", section = ""] = /^RFC (\d+(?:bis)?) §([\d.]+)$/.exec(spec) ?? [];
  if (!number) throw new Error(`“${spec}” names no section of an RFC.`);
  return number.endsWith("bis")
    ? `https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc${number}#section-${section}`
    : `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}`;
}
