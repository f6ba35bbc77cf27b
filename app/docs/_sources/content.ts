// What the documentation shows. In a build, loader.ts puts the result in the place of this code (next.config.ts says so),
// so neither the parser nor the sources are there when the app runs; a test runs it as it stands here.

import { type Content, readContent } from "./read.ts";

// Without the loader all would be read when the app runs, and nobody would notice.
if (process.env.NEXT_RUNTIME) throw new Error("content.ts was bundled without its loader.");

export const content: Content = await readContent(process.cwd());
