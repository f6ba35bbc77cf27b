import fc from "fast-check";
import { expect, it } from "vitest";
import { normaliseAddress } from "@/scripts/client-address";
import { networksOf } from "./networks";

const namesOf = (address: string) => networksOf(address).map(({ name }) => name);

it.each([
  ["192.0.2.1", ["192.0.2.1"]],
  ["::ffff:192.0.2.1", ["192.0.2.1"]],
  ["2001:db8:1:2:3:4:5:6", ["2001:db8:1:2::/64", "2001:db8:1::/48"]],
  ["2001:DB8:0001:0002::9", ["2001:db8:1:2::/64", "2001:db8:1::/48"]],
  ["2001:db8::1", ["2001:db8:0:0::/64", "2001:db8:0::/48"]],
  ["2001:db8:1:2:ffff::", ["2001:db8:1:2::/64", "2001:db8:1::/48"]],
  ["fe80::1:2:3:4:5:6", ["fe80:0:1:2::/64", "fe80:0:1::/48"]],
  ["::1", ["0:0:0:0::/64", "0:0:0::/48"]],
  ["unknown", ["unknown"]],
])("what comes from %s counts for %j", (address, names) => {
  expect(namesOf(address)).toEqual(names);
});

it("only a /48 has more than one share", () => {
  expect(networksOf("2001:db8::1").map(({ shares }) => shares)).toEqual([1, 4]);
  expect(networksOf("192.0.2.1").map(({ shares }) => shares)).toEqual([1]);
});

it("the last 64 bits and the spelling change nothing, the first 64 do", () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const spelled = normaliseAddress(address) ?? "";
      expect(namesOf(spelled)).toEqual(namesOf(address.includes(".") ? spelled : address));
      if (!spelled.includes(":")) return;
      const [narrow = "", wide = ""] = namesOf(spelled);
      const [network = ""] = narrow.split("::/");
      expect(namesOf(`${network}:1:2:3:4`)).toEqual([narrow, wide]);
    }),
  );
});

it.each([":", ":::", "a::b::c", "1:2:3:4:5:6:7:8:9", ""])("%j is counted without failing", (address) => {
  expect(namesOf(address).every((name) => typeof name === "string")).toBe(true);
});
