import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLabClock, type LabClock } from "../world/lab-clock";
import { createJar, type Jar } from "./jar";

let clock: LabClock;
let jar: Jar;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  clock = createLabClock();
  jar = createJar(clock);
});
afterEach(() => vi.useRealTimers());

const set = (name: string, value: string, maxAge: number) =>
  `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${maxAge}`;

describe("a jar", () => {
  it("sends what it was given, until its Max-Age is over", () => {
    jar.receive([set("a", "1", 10), set("b", "2==", 20)]);
    expect(jar.header()).toBe("a=1; b=2==");
    expect(jar.bytes()).toBe("a=1; b=2==".length);
    vi.setSystemTime(Date.now() + 9_999);
    expect(jar.value("a")).toBe("1");
    vi.setSystemTime(Date.now() + 1);
    expect(jar.value("a")).toBeNull();
    expect(jar.header()).toBe("b=2==");
  });

  it("follows the clock of its run when that is wound", () => {
    jar.receive([set("a", "1", 10), set("b", "2", 3600)]);
    clock.wind(11);
    expect(jar.header()).toBe("b=2");
    jar.receive([set("c", "3", 10)]);
    expect(jar.header()).toBe("b=2; c=3");
    clock.wind(-3600);
    expect(clock.aheadSeconds).toBe(11);
    clock.wind(3600);
    expect(jar.header()).toBe("");
  });

  it("loses what the server clears, keeps what it replaces once, and ignores what is no cookie of ours", () => {
    jar.receive([set("a", "1", 10), set("b", "2", 10)]);
    jar.receive([set("a", "new", 10), "b=; Path=/; Max-Age=0"]);
    expect(jar.header()).toBe("a=new");
    jar.receive(["a=session-cookie; Path=/", "=x; Max-Age=10", "a=y; Max-Age=soon", ""]);
    expect(jar.value("b")).toBeNull();
    expect(jar.header()).not.toMatch(/session-cookie|x/);
  });

  it("goes on sending what has expired where it is told to, but not what the server clears", () => {
    const holder = createJar(clock, { keepsExpired: true });
    holder.receive([set("a", "1", 10), set("b", "2", 10)]);
    clock.wind(11);
    expect(holder.header()).toBe("a=1; b=2");
    holder.receive(["b=; Path=/; Max-Age=0"]);
    expect(holder.header()).toBe("a=1");
  });

  it("copies a jar as it is now, and neither changes the other afterwards", () => {
    const thief = createJar(clock);
    thief.receive([set("own", "1", 10)]);
    jar.receive([set("a", "1", 10)]);
    thief.copyFrom(jar);
    expect(thief.header()).toBe("a=1");
    jar.receive([set("a", "2", 10)]);
    thief.receive([set("b", "3", 10)]);
    expect([jar.header(), thief.header()]).toEqual(["a=2", "a=1; b=3"]);
    thief.drop("a");
    expect([jar.header(), thief.header()]).toEqual(["a=2", "b=3"]);
  });
});
