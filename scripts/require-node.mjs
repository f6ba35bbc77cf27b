// `npm ci` ends with this: npm skips an optional package without a word when a platform has none, and on an old
// Node every command of ours would fail with a riddle. Plain JavaScript, so that any Node can run it.

const WANTED = 24;
const [major] = process.versions.node.split(".");

if (Number(major) < WANTED) {
  console.error(
    `This needs Node ${WANTED}, and npm had none for ${process.platform} ${process.arch}: ` +
      `install Node ${WANTED} (this is ${process.versions.node}), then run npm ci again.`,
  );
  process.exitCode = 1;
}
