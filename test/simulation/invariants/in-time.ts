import type { Invariant } from './invariant.ts';

const second = 1_000;
const minute = 60 * second;
const rollback = 15 * minute;
const blind = 10 * minute;
// Planning, verifying and diagnosing take a few calls; each may be repeated, and each answer is waited for 20 s.
const aroundIt = 2 * minute;
const perBadCall = 25 * second;
const mostBadCalls = 60;

/** It ends: within its time-out, and the time that a rollback, a blind spell and bad answers may add. */
export const inTime: Invariant = {
  name: 'it ends in time',
  check({ id, command, startedAt, endedAt, said }, { history }) {
    if (said.kind === 'nothing') return `${id} did not end.`;
    const badCalls = history.misfortunes.reduce((sum, { count }) => sum + (count ?? mostBadCalls), 0);
    const waits = command.ifBusy === 'wait' ? 2 : 1;
    const most =
      waits * command.timeoutSeconds * second +
      rollback +
      (badCalls > 0 ? blind : 0) +
      aroundIt +
      Math.min(badCalls, mostBadCalls) * perBadCall;
    const took = endedAt - startedAt;
    if (took <= most) return undefined;
    return `${id} took ${Math.round(took / second)} s with a time-out of ${command.timeoutSeconds} s.`;
  },
};
