import { describe, expect, it } from "vitest";
import { chooseStages } from "./stages";

const choose = (...flags: string[]) => chooseStages(flags, ["format", "unit"], ["lift", "soak"]);

describe("chooseStages", () => {
  it.each<[string[], string[]]>([
    [[], ["format", "unit"]],
    [["--services"], ["lift", "soak"]],
    [["--and-services"], ["format", "unit", "lift", "soak"]],
    [["--only=soak,format"], ["format", "soak"]],
  ])("for %j runs %j", (flags, names) => {
    expect(choose(...flags)).toEqual(names);
  });

  it("refuses a stage that does not exist and says which there are", () => {
    expect(() => choose("--only=unit,none")).toThrow("--only got none and takes format,unit,lift,soak");
  });
});
