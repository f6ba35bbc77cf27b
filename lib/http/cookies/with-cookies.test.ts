import { expect, it } from "vitest";
import { createCookies } from "./cookies";
import { withCookies } from "./with-cookies";

const cookies = createCookies(true);
const after = (cookie: string, ...changed: { name: string; value: string }[]) =>
  withCookies(new Headers({ cookie, "x-other": "kept" }), changed);

it("puts the new values in place of the old, wherever these stand, and keeps the rest", () => {
  const changed = after(
    "a=1; __Host-access=old;__Host-accessory=2;\t__Host-access=older ; b=3",
    { name: "__Host-access", value: "new" },
    { name: "__Host-refresh", value: "next" },
  );
  expect(changed.get("cookie")).toBe("a=1; __Host-accessory=2; b=3; __Host-access=new; __Host-refresh=next");
  expect(changed.get("x-other")).toBe("kept");
});

it("an empty value clears", () => {
  expect(after("a=1; __Host-access=old", { name: "__Host-access", value: "" }).get("cookie")).toBe("a=1");
});

it.each(["\u00a0", "\u0085", "\u000b", "\u000c"])(
  "%j before a name is a part of it, before and after",
  (blank) => {
    const sent = `${blank}__Host-session=evil; __Host-access=old`;
    expect(cookies.read(sent, "session")).toEqual([]);
    const cookie = after(sent, { name: "__Host-access", value: "new" }).get("cookie");
    expect(cookie).toBe(`${blank}__Host-session=evil; __Host-access=new`);
    expect([cookies.read(cookie, "session"), cookies.read(cookie, "access")]).toEqual([[], ["new"]]);
  },
);

it.each([" ", "\t", " \t "])("%j around a pair is none of it", (blank) => {
  const sent = `a=1;${blank}__Host-access=old${blank};b=2`;
  const cookie = after(sent, { name: "__Host-access", value: "new" }).get("cookie");
  expect(cookie).toBe("a=1; b=2; __Host-access=new");
});
