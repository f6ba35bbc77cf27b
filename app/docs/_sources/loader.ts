// Runs inside the bundler, in the place of content.ts (next.config.ts says so): reads the sources and hands the bundler a
// module with nothing but the result.

import path from "node:path";
import { DECISIONS, filesOfContent, readContent } from "./read.ts";

/** What is used here of a webpack loader's context, which Turbopack offers too. */
interface LoaderContext {
  rootContext: string;
  async(): (error: unknown, code?: string) => void;
  addDependency(file: string): void;
  addContextDependency(folder: string): void;
}

export default function load(this: LoaderContext): void {
  const done = this.async();
  const root = this.rootContext;
  // Before anything is read: the bundler remembers a failure, too, until one of them changes.
  for (const file of filesOfContent(root)) this.addDependency(path.join(root, file));
  this.addContextDependency(path.join(root, DECISIONS));
  readContent(root).then((content) => {
    done(null, `export const content = JSON.parse(${JSON.stringify(JSON.stringify(content))});`);
  }, done);
}
