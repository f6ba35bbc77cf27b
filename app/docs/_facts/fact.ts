// What a fact is: something a page claims, the code that does it, and the test that holds it. The lines themselves are
// taken from the sources when the app is built (../_sources).

/** A piece of a source file. Both names are searched for with a parser, so a change of the code cannot leave them behind. */
export interface Place {
  /** From the root of the project. */
  file: string;
  /** Names from the outside in: "createAccessTokenCodec.decode". */
  symbol: string;
  /** The statements that do it, each by a text that only it has within the symbol. None: the whole does it. */
  marks?: readonly string[];
}

export interface Fact {
  title: string;
  /** What this code does, in one sentence. */
  does: string;
  places: readonly [Place, ...Place[]];
  /** Not in e2e, which a copy of the app that is built may lack. */
  test: {
    file: string;
    /** As it is written, with its placeholders. */
    name: string;
  };
  /** "RFC 7519 §4.1.4": a document and a section of it. */
  spec?: string;
}

/** By id, which is the last part of its address. */
export type Facts = Readonly<Record<string, Fact>>;
