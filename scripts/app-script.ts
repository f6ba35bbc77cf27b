// Owns running a script that uses the app's own modules. Plain Node cannot load those: they are named without their
// ending, and some by "@/". esbuild joins the script and all it uses into one text, and Node reads that from its
// input, so nothing is written anywhere. Also a command: `node scripts/app-script.ts scripts/keys.ts rotate …`.

import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { type Ran, type RunOptions, run } from "./run.ts";

const root = path.dirname(import.meta.dirname);

/** They have native parts, which cannot be joined, or load what may not be there. */
const SEPARATE = ["better-sqlite3", "@node-rs/argon2", "pg"];

/** Each file keeps its own address, though Node sees one text that lies nowhere. */
const OWN_ADDRESS: Plugin = {
  name: "own-address",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const address = JSON.stringify(pathToFileURL(file).href);
      return { contents: source.replaceAll("import.meta.url", address), loader: "ts" };
    });
  },
};

/** What Node is started with to run a bundled script with its arguments; the script itself goes to its input. */
const nodeArguments = (args: readonly string[]) => [
  "--enable-source-maps",
  "--input-type=module",
  "-",
  ...args,
];

/**
 * The script (its path from the root of the project) and everything it uses as one ES module, to be run with the root
 * as working directory. Throws what esbuild says of a fault in the sources.
 */
export async function bundled(script: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [script],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: `node${process.versions.node}`,
    // The condition under which "server-only" may be imported.
    conditions: ["react-server"],
    external: SEPARATE,
    plugins: [OWN_ADDRESS],
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** Runs such a script to its end, as `run` does. */
export async function runAppScript(
  script: string,
  args: readonly string[],
  options: Omit<RunOptions, "input" | "cwd"> = {},
): Promise<Ran> {
  const input = await bundled(script);
  return run(process.execPath, nodeArguments(args), { ...options, cwd: root, input });
}

if (import.meta.main) {
  const [script = "", ...args] = process.argv.slice(2);
  process.exitCode = (await runAppScript(script, args, { output: "inherit" })).code ?? 1;
}
