/**
 * Unit tests, within the process. What starts other programs (the commands, boot scripts in bash, Terraform, a browser)
 * has a command of its own: `npm run test:programs`, `test:e2e` and so on name its rooms, a glob, in JEST_ROOM.
 */
const room = process.env.JEST_ROOM;

module.exports = {
  testEnvironment: "node",
  // Jest leaves one core idle, which on two cores doubles the time.
  maxWorkers: "100%",
  roots: ["<rootDir>/__tests__"],
  testMatch: room ? [`<rootDir>/__tests__/${room}/**/*.test.ts`] : ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: room ? [] : ["/__tests__/(bin|boot|readme|workflow|e2e|lab|cdktn|truth|browser)/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  cacheDirectory: "<rootDir>/node_modules/.cache/jest",
};
