// Rows of CSV (RFC 4180) that stay text in a spreadsheet. Knows nothing of what they say.

/**
 * What a spreadsheet would run instead of show: such a cell gets an apostrophe in front (OWASP "CSV injection").
 * Also the full-width forms, which some of them take for the same.
 */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

/** One line with its CRLF. Every cell is quoted, so no separator of any locale ends it early. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | null): string {
  const text = String(value ?? "");
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
