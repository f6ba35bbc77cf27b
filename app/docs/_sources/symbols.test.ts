import { describe, expect, it } from "vitest";
import { parseSource } from "./symbols";

const CODE = `import { a } from "./a";

/** What is kept. */
const kept = {
  first: 1,
  "second one": () => 2,
};

// Makes one.
// And another.
export function create(options: { refusal: string }) {
  const memory = new Map();

  // Not part of it.

  async function open(text: string) {
    return text === "if (x)" ? null : text;
  }

  return {
    open,
    async find(id: string) {
      const found = memory.get(id);
      if (!found) {
        options.refusal;
        return null;
      }
      return found;
    },
  };
}

interface Shape {
  first(): void;
}
`;
const TESTS = `describe("a suite", () => {
  describe.each([1])("with %s", (n) => {
    it("holds", () => {
      expect(n).toBe(1);
    });
  });
  it.each([1, 2])("is %s, or \\"two\\"", (n) => expect(n).toBeLessThan(3));
  for (const name of ["a"]) test(\`goes by \${name}\`, () => {});
  it("stands twice", () => {});
  it("stands twice", () => {});
});
`;
const source = parseSource("x.ts", CODE);
const tests = parseSource("x.test.ts", TESTS);
const text = ({ from, to }: { from: number; to: number }) =>
  CODE.split("\n")
    .slice(from - 1, to)
    .map((line) => line.trim());

describe("the lines of a symbol", () => {
  it.each([
    ["kept", "/** What is kept. */", "};"],
    ["kept.first", "first: 1,", "first: 1,"],
    ["kept.second one", '"second one": () => 2,', '"second one": () => 2,'],
    ["create", "// Makes one.", "}"],
    ["create.memory", "const memory = new Map();", "const memory = new Map();"],
    ["create.open", "async function open(text: string) {", "}"],
    ["create.find", "async find(id: string) {", "},"],
    ["create.find.found", "const found = memory.get(id);", "const found = memory.get(id);"],
    ["Shape.first", "first(): void;", "first(): void;"],
  ])("%s: with the comment right above it, to its end", (symbol, first, last) => {
    const lines = text(source.symbol(symbol));
    expect([lines.at(0), lines.at(-1)]).toEqual([first, last]);
  });

  it.each(["creat", "find", "open", "kept.third", "create.options", "a", ""])("there is no %j", (symbol) =>
    expect(() => source.symbol(symbol)).toThrow(`x.ts has no symbol ${symbol}`),
  );
});

describe("a mark", () => {
  const within = source.symbol("create.find");
  const marked = (mark: string) => text(source.mark(mark, within));

  it("takes the whole statement that begins there, and no more", () => {
    expect(marked("const found")).toEqual(["const found = memory.get(id);"]);
    expect(marked("if (!found)").length).toBe(4);
    expect(marked("options.refusal")).toEqual(["options.refusal;"]);
  });

  it("that is not there, or twice, or elsewhere in the file only, is an error", () => {
    expect(() => marked("nothing")).toThrow('has no "nothing"');
    expect(() => marked("return")).toThrow("2 times");
    expect(() => marked("new Map")).toThrow('has no "new Map"');
  });
});

describe("a test", () => {
  it("is found by its name, with the suites around it", () => {
    expect(tests.test("holds")).toEqual({ from: 3, to: 5, suites: ["a suite", "with %s"] });
    expect(tests.test('is %s, or "two"')).toEqual({ from: 7, to: 7, suites: ["a suite"] });
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a name as it is written
    expect(tests.test("goes by ${name}")).toMatchObject({ from: 8 });
  });

  it("that is not there, or twice, is an error", () => {
    expect(() => tests.test("hold")).toThrow('x.test.ts has no test "hold"');
    expect(() => tests.test("a suite")).toThrow("no test");
    expect(() => tests.test("stands twice")).toThrow("2 times");
  });
});

it("the names of a trace's steps are found however the trace is called", () => {
  const steps = parseSource(
    "y.ts",
    'trace?.begin("One"); options.trace?.begin("Two"); step(trace, "Three", work); begin(stage); other("Four");',
  );
  expect(steps.stepNames()).toEqual(["One", "Two", "Three"]);
});
