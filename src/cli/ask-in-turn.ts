import type { AskPerson } from '../release/release-context.ts';

/**
 * One question after the other, of all the releases of a run: there is one person and one keyboard, and one `y` is the answer to one
 * question. The next is not even shown before.
 */
export function askInTurn(ask: AskPerson): AskPerson {
  let before: Promise<unknown> = Promise.resolve();
  return (signal, show) => {
    const answer = waited(before, signal).then(() => (signal.aborted ? false : ask(signal, show)));
    // One that was withdrawn while it waited has not answered those before it.
    before = Promise.all([before, answer]);
    return answer;
  };
}

/** Whoever withdraws his question while he waits for his turn waits no longer. */
async function waited(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const withdrawn = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([before, withdrawn]);
}
