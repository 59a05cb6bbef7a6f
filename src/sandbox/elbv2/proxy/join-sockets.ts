import type { Socket } from 'node:net';

/**
 * Lets two connections speak with each other until both have said everything, or one of them breaks. Returns what ends it at once;
 * `ended` is called once.
 */
export function joinSockets(one: Socket, other: Socket, ended: () => void): () => void {
  let isEnded = false;
  const finish = (): void => {
    if (isEnded) return;
    isEnded = true;
    ended();
  };
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => to.resetAndDestroy());
    from.once('close', () => {
      // What was on its way to the other one still arrives.
      to.destroySoon();
      finish();
    });
  }
  return () => {
    one.destroy();
    other.destroy();
    finish();
  };
}
