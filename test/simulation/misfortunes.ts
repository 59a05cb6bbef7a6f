import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Misfortune, MisfortuneKind } from './history.ts';
import type { StaleReads } from './stale-reads.ts';

const second = 1_000;

/** From now on it goes wrong. Returns that in words. */
export function bring(misfortune: Misfortune, sandbox: Sandbox, stale: StaleReads): string {
  const { operation, is, count, seconds, percent } = misfortune;
  if (is === 'stale') stale.order(operation, count, seconds * second);
  else {
    sandbox.control.fault({
      operation,
      ...faults[is],
      ...(is === 'slow' ? { delay: seconds * second } : {}),
      ...(count === null ? {} : { count }),
      ...(percent === undefined ? {} : { rate: percent / 100 }),
    });
  }
  const calls = operation === '*' ? 'calls' : `calls of ${operation}`;
  const which = percent === undefined ? calls : `${percent}% of ${calls}`;
  return `from now on ${which} are ${words[is]}${count === null ? '' : `, ${count} in all`}`;
}

const faults: Readonly<
  Record<Exclude<MisfortuneKind, 'stale'>, { error?: string; hang?: boolean; loseReply?: boolean }>
> = {
  throttled: { error: 'ThrottlingException' },
  'server-fault': { error: 'ServerException' },
  unavailable: { error: 'ServiceUnavailable' },
  hang: { hang: true },
  'lost-reply': { loseReply: true },
  slow: {},
  expired: { error: 'ExpiredTokenException' },
  denied: { error: 'AccessDeniedException' },
};

const words: Readonly<Record<MisfortuneKind, string>> = {
  throttled: 'throttled',
  'server-fault': 'answered with a server fault',
  unavailable: 'answered with "unavailable"',
  hang: 'heard, but never answered',
  'lost-reply': 'heard, but the answer is lost',
  slow: 'answered late',
  expired: 'refused, because the credentials have expired',
  denied: 'denied',
  stale: 'answered with what was so a moment ago',
};
