import { describe, expect, it } from "vitest";
import type { Fact } from "@/lib/labs/contract";
import { LANE } from "@/lib/labs/testing/facts";
import { detectionOf } from "@/lib/labs/theft/shared/story";
import { asDevice, copied, exchange, me, noticed, told } from "@/lib/labs/theft/testing/facts";
import { linesOf, presenceWords, storyWords } from "./shared/words";

describe("the words", () => {
  it("say when somebody was last seen who was not asked at the end", () => {
    const { thief } = told([me("thief", 2), me("owner", 2), me("owner", 9)]);
    expect(presenceWords(thief, false)).toBe("last seen at 2.00\u00a0s");
  });

  const saying = (facts: Fact[], lane = LANE) => {
    const story = told(facts, lane);
    return storyWords(lane, story, detectionOf(lane, story), false);
  };

  it("say that there was no theft, that it was noticed, that it was not, and that it cannot be", () => {
    expect(saying([]).headline).toBe("No theft yet");
    const noticing = [copied(1), exchange("thief", 2, "R1", "R2"), noticed(14, asDevice("owner"))];
    expect(saying(noticing)).toMatchObject({ tone: "ok", headline: "Theft noticed at 14.00\u00a0s" });
    expect(saying(noticing).why).toBe(
      "By the owner’s request. It brought R1, which was spent 12.0 s before. The whole family is revoked, for both of them. Access tokens live to their end.",
    );
    const within = [copied(1), exchange("thief", 2, "R1", "R2"), exchange("owner", 5, "R1", "R2")];
    expect(saying(within)).toMatchObject({ tone: "warn", headline: "Not noticed" });
    expect(saying(within).why).toContain("at most 3.00 s after the first. That is within the 10 s of grace");
    expect(saying([copied(1)], { ...LANE, refreshes: false }).headline).toBe("Cannot be noticed");
  });

  it("say of each token what either did with it, in the order of time", () => {
    const { tokens } = told([
      copied(1),
      exchange("thief", 2, "R1", "R2"),
      exchange("owner", 5, "R1", "R2"),
      me("owner", 9, 401),
    ]);
    const [first, second] = tokens;
    if (!first || !second) throw new Error("There are two tokens.");
    const lines = (token: typeof first, who: "owner" | "thief") =>
      linesOf(token, who, tokens).map(({ text }) => text.replaceAll("\u00a0", " "));
    expect(lines(first, "owner")).toEqual(["had it first", "showed it again at 5.00 s"]);
    expect(lines(first, "thief")).toEqual(["copied it at 1.00 s", "spent it at 2.00 s"]);
    expect(lines(second, "owner")).toEqual(["got it too at 5.00 s", "refused with it at 9.00 s"]);
    expect(lines(second, "thief")).toEqual(["got it at 2.00 s"]);
  });
});
