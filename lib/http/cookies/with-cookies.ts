// A request's headers as they would be had the browser already taken what is being set.

/** An empty value clears. Blanks as cookies.ts sees them: to a browser others are part of a name. */
export function withCookies(headers: Headers, changed: readonly { name: string; value: string }[]): Headers {
  const isChanged = (pair: string) => changed.some(({ name }) => pair.startsWith(`${name}=`));
  const sent = (headers.get("cookie") ?? "").split(";").map((pair) => pair.replace(/^[ \t]+|[ \t]+$/g, ""));
  const kept = sent.filter((pair) => pair && !isChanged(pair));
  const set = changed.filter(({ value }) => value).map(({ name, value }) => `${name}=${value}`);
  const result = new Headers(headers);
  result.set("cookie", [...kept, ...set].join("; "));
  return result;
}
