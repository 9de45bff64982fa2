/** Shows what runs: a line on standard error when a step begins to take long, and one when it is done. */

/** Every so many milliseconds a step that is still running says so. */
const PATIENCE = 30_000;

/** Runs one step of `story` (a network or a theme) and tells how long it took. */
export async function step<T>(story: string, name: string, work: () => Promise<T>): Promise<T> {
  const begin = Date.now();
  const seconds = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`;
  const timer = setInterval(() => tell(story, `${name} … ${seconds()}`), PATIENCE);
  try {
    const result = await work();
    tell(story, `${name}: ${seconds()}`);
    return result;
  } catch (error) {
    tell(story, `${name}: FAILED after ${seconds()}: ${start(error)}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** The start of an error on one line, so that it is seen in a log that was cut. */
function start(error: unknown): string {
  return String(error).replace(/\s+/g, " ").slice(0, 800);
}

export function tell(story: string, text: string): void {
  process.stderr.write(`  ${new Date().toTimeString().slice(0, 8)}  ${story.padEnd(16)} ${text}\n`);
}
