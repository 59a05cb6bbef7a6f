import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

export interface JoinOptions {
  /** Whether one side may go on after the other has said its last word. */
  readonly mayBeHalfOpen: boolean;
  /** Called once. */
  readonly ended: () => void;
}

/** Lets two connections speak with each other until both have said everything, or one of them breaks. Returns what ends it at once. */
export function joinSockets(one: Socket, other: Socket, options: JoinOptions): () => void {
  let isEnded = false;
  const finish = (): void => {
    if (isEnded) return;
    isEnded = true;
    options.ended();
  };
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    from.on('error', () => reset(to));
    if (!options.mayBeHalfOpen) from.once('end', () => to.destroySoon());
    from.once('close', () => {
      // What was on its way to the other one still arrives.
      to.destroySoon();
      finish();
    });
  }
  return () => {
    reset(one);
    reset(other);
    finish();
  };
}

/** Ends a connection so that the other side cannot take it for a proper end, as far as TLS allows. */
function reset(socket: Socket): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
