import { expect, it } from "vitest";
import { createMemory } from "./remember";

it("a memory answers for exactly the token it was given", () => {
  const memory = createMemory<{ n: number }>();
  const value = { n: 1 };
  memory.set("token", value);
  expect(memory.get("token")).toBe(value);
  for (const near of ["", "Token", "token ", "token\0", "__proto__", "constructor"]) {
    expect(memory.get(near)).toBeUndefined();
  }
  expect(createMemory().get("token")).toBeUndefined();
});

it("a memory is bounded: the least recently used goes first", () => {
  const memory = createMemory<{ n: number }>();
  for (let n = 0; n < 5000; n++) memory.set(`token ${n}`, { n });
  expect(memory.get("token 0")).toEqual({ n: 0 });
  for (let n = 5000; n < 5010; n++) memory.set(`token ${n}`, { n });
  expect(memory.get("token 0")).toEqual({ n: 0 });
  for (let n = 1; n <= 10; n++) expect(memory.get(`token ${n}`)).toBeUndefined();
  expect(memory.get("token 11")).toEqual({ n: 11 });
});
