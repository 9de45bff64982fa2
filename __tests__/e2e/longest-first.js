/**
 * The order of the end-to-end stories: those that wait longest begin first, so that none of them is left alone at the end.
 * Without it jest goes by the size of the files on a machine that has not run them before.
 */
const { default: Sequencer } = require("@jest/test-sequencer");

const FIRST = [
  "readme",
  "deploy",
  "multi-subnet",
  "apply",
  "handoff",
  "private-web",
  "two-tier",
  "maintenance",
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...tests].sort((a, b) => rank(a.path) - rank(b.path));
  }
};

/** Those that are not named come after those that are, in the order in which they were found. */
function rank(path) {
  const at = FIRST.findIndex((story) => path.endsWith(`/${story}.test.ts`));
  return at === -1 ? FIRST.length : at;
}
