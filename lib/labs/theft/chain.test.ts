import { describe, expect, it } from "vitest";
import { answer, LANE } from "../testing/facts";
import { answersOf } from "./answers";
import { ACT } from "./shared/family";
import { storiesOf } from "./shared/story";
import { asDevice, copied, exchange, mark, me, noticed, outcomes, recordingOf, told } from "./testing/facts";

// The tree of refresh tokens, from made-up facts.

describe("the tree", () => {
  it("begins with the owner’s first token, before anything is presented", () => {
    const { tokens } = told([]);
    expect(tokens).toEqual([
      {
        name: "R1",
        parent: null,
        uses: [],
        holdings: [{ by: "owner", how: "issued", from: 0, until: null }],
      },
    ]);
  });

  it("gives the thief the token the owner holds at the copy, under the same name", () => {
    const { tokens } = told([exchange("owner", 1, "R7", "R9"), copied(2), exchange("thief", 3, "R9", "R12")]);
    expect(tokens.map(({ name, parent }) => [name, parent])).toEqual([
      ["R1", null],
      ["R2", "R1"],
      ["R3", "R2"],
    ]);
    expect(tokens[1]?.holdings).toEqual([
      { by: "owner", how: "received", from: 1001, until: null },
      { by: "thief", how: "copied", from: 2000, until: 3001 },
    ]);
  });

  it("has one successor where the second comes within the grace, held by both", () => {
    const story = told([copied(1), exchange("thief", 2, "R1", "R2"), exchange("owner", 5, "R1", "R2")]);
    expect(outcomes(story)).toEqual([
      ["R1", null, "thief exchanged", "owner repeated"],
      ["R2", "R1"],
    ]);
    expect(story.tokens[1]?.holdings.map(({ by, until }) => [by, until])).toEqual([
      ["thief", null],
      ["owner", null],
    ]);
  });

  it("says with whose request reuse was noticed, of which token, and how long after its first use", () => {
    const story = told([
      copied(1),
      exchange("thief", 2, "R1", "R2"),
      noticed(14, asDevice("owner")),
      me("owner", 13.999, 401),
      me("owner", 15, 401),
    ]);
    expect(story.notices).toEqual([{ at: 14_000, by: "owner", token: "R1", afterMs: 12_000 }]);
    expect(outcomes(story)).toEqual([
      ["R1", null, "thief exchanged", "owner reused"],
      ["R2", "R1"],
    ]);
  });

  it("does not charge the copy with what the thief was refused before it, whenever the answer came", () => {
    const late = { ...me("thief", 0.98, 401), took: 100 };
    expect(outcomes(told([copied(1), late]))).toEqual([["R1", null]]);
    expect(outcomes(told([copied(1), late, me("thief", 9, 401)]))).toEqual([["R1", null, "thief refused"]]);
  });

  it("stays one token where nothing is spent", () => {
    const story = told([copied(1), exchange("thief", 2, "R1", "R1"), exchange("owner", 3, "R1", "R1")]);
    expect(outcomes(story)).toEqual([["R1", null, "thief kept", "owner kept"]]);
  });

  it("begins anew with a new sign-in, and knows its token when it is first presented", () => {
    const signIn = answer({ device: "owner", at: 4000, status: 200, method: "POST", resource: "sign-in" });
    const signOut = { ...signIn, at: 3000, resource: "sign-out" };
    const story = told([signOut, signIn, exchange("owner", 6, "R5", "R6")]);
    expect(outcomes(story)).toEqual([
      ["R1", null],
      ["R2", null, "owner exchanged"],
      ["R3", "R2"],
    ]);
    expect(story.tokens[0]?.holdings[0]?.until).toBe(3001);
  });

  it("counts what a terminal exchanges, and says when a terminal gave it away", () => {
    const story = told([
      copied(1),
      mark(ACT.exchanged, 2, { userAgent: "curl/8.5.0", repeated: false }),
      mark(ACT.exchanged, 2.5, { userAgent: asDevice("owner"), repeated: false }),
      noticed(3, "curl/8.5.0"),
    ]);
    expect(story.terminal).toEqual([2000]);
    expect(story.notices).toEqual([{ at: 3000, by: "terminal", token: null, afterMs: null }]);
  });

  it("is empty in a lane without refresh tokens", () => {
    const alone = { ...LANE, refreshes: false };
    expect(told([copied(1), me("thief", 2)], alone).tokens).toEqual([]);
  });

  it("is told of a recording without facts, and of one cut off anywhere", () => {
    const whole = [
      me("owner", 0.5),
      copied(1),
      exchange("thief", 2, "R1", "R2"),
      me("thief", 2.5),
      noticed(14, asDevice("owner")),
      me("owner", 14, 401),
      me("thief", 15, 401),
    ];
    for (let length = 0; length <= whole.length; length += 1) {
      const recording = recordingOf(whole.slice(0, length));
      const [story] = storiesOf(recording);
      expect(story?.tokens.length).toBe(length < 3 ? 1 : 2);
      if (length < whole.length)
        expect(Object.values(answersOf(recording, storiesOf(recording)))).not.toContain("both");
    }
    // What was dropped at the bound leaves holes: a token nobody was seen to get.
    expect(told([exchange("thief", 2, "R4", "R5")]).tokens.map(({ parent }) => parent)).toEqual([
      null,
      null,
      "R2",
    ]);
    expect(storiesOf({ ...recordingOf([]), lanes: [] })).toEqual([]);
  });
});
