/** Exit codes of every command: it holds; it does not hold; it could not be run; of one question, it holds in part. */
export const EXIT = { holds: 0, error: 1, fails: 2, holdsInPart: 3 } as const;
