import { expect, it } from "vitest";
import { createTurnstile } from "./turnstile";

it("what is done alone waits for what is under way, and what comes meanwhile waits for it", async () => {
  const turnstile = createTurnstile();
  const seen: string[] = [];
  const first = Promise.withResolvers<void>();
  const passing = turnstile.pass(async () => {
    seen.push("first begins");
    await first.promise;
    seen.push("first ends");
  });
  const winding = [
    turnstile.alone(() => void seen.push("wound")),
    turnstile.alone(() => void seen.push("wound again")),
  ];
  const second = turnstile.pass(async () => void seen.push("second"));
  await Promise.resolve();
  expect(seen).toEqual(["first begins"]);
  first.resolve();
  await Promise.all([passing, ...winding, second]);
  expect(seen.slice(0, 3)).toEqual(["first begins", "first ends", "wound"]);
  expect([...seen].sort()).toEqual(["first begins", "first ends", "second", "wound", "wound again"]);
});

it("many pass at the same time, and one that fails holds up nobody", async () => {
  const turnstile = createTurnstile();
  let inside = 0;
  let most = 0;
  const pass = () =>
    turnstile.pass(async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 2));
      inside -= 1;
    });
  const failing = turnstile.pass(() => Promise.reject(new Error("no answer")));
  const all = [pass(), pass(), pass()];
  await expect(failing).rejects.toThrow("no answer");
  let during = -1;
  await turnstile.alone(() => {
    during = inside;
  });
  await Promise.all(all);
  expect({ most, during }).toEqual({ most: 3, during: 0 });
  await expect(
    turnstile.alone(() => {
      throw new Error("a fault");
    }),
  ).rejects.toThrow("a fault");
  await pass();
});
