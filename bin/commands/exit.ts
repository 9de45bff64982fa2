/** Exit codes of every command: it holds; it does not hold; it could not be run. */
export const EXIT = { holds: 0, fails: 2, error: 1 } as const;
