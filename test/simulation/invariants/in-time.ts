import { gateTimeoutSeconds } from '../gates.ts';
import type { Command, History } from '../history.ts';
import type { Invariant } from './invariant.ts';

const second = 1_000;
const minute = 60 * second;
const rollback = 15 * minute;
const blind = 10 * minute;
// Planning, verifying and diagnosing take a few calls; each may be repeated, and each answer is waited for 20 s.
const aroundIt = minute;
const perBadCall = 25 * second;
const mostBadCalls = 60;

/** Bakes, hooks and people are waited for as long as they take. */
function plannedIn({ commands, others, service }: History): number {
  const shapes = [service, ...others.map((other) => other.service)];
  const bakes = shapes.map(({ bakeMinutes, stepMinutes, strategy, readyMinutes }) =>
    strategy === 'ROLLING' ? bakeMinutes : bakeMinutes + 3 * stepMinutes + readyMinutes,
  );
  const asked = commands.map(
    ({ settings }) => (settings.bakeMinutes ?? 0) + (settings.approval?.minutes ?? 0),
  );
  // A rival's release, or a way back, has waits of its own.
  return 2 * (Math.max(...bakes) + asked.reduce((sum, minutes) => sum + minutes, 0)) * minute;
}

/** Gates take their time before and after the deployment; a watch that ends badly is followed by a way back with its own time. */
function measuring({ gates, watchSeconds, timeoutSeconds }: Command): number {
  if (gates.length === 0) return watchSeconds * second;
  const once = gates.map(
    ({ says, everySeconds, holdMinutes }) =>
      (says.length + 4) * (everySeconds + gateTimeoutSeconds) * second + holdMinutes * 4 * minute,
  );
  return 2 * Math.max(...once) + (watchSeconds + timeoutSeconds) * second;
}

/** It ends: within its time-out, and the time that a rollback, a blind spell and bad answers may add. */
export const inTime: Invariant = {
  name: 'it ends in time',
  check({ id, command, startedAt, endedAt, said, facts }, { history }) {
    if (said.kind === 'nothing') return `${id} did not end.`;
    const isRun = command.run !== undefined;
    const badCalls = history.misfortunes.reduce((sum, { count }) => sum + (count ?? mostBadCalls), 0);
    // Of a run each release has its own time, one after the other at worst, and may go back after all of them.
    const turns = (command.run?.members.length ?? 1) * (isRun ? 2 : 1);
    const waits = command.ifBusy === 'wait' ? 2 : 1;
    const goesBack =
      isRun ||
      facts.some(({ fact }) => fact.type === 'rollback.requested' || fact.type === 'rollback.started');
    const most =
      plannedIn(history) * turns +
      turns * (waits * command.timeoutSeconds * second + (goesBack ? rollback : 0) + aroundIt) +
      turns * measuring(command) +
      (badCalls > 0 ? blind : 0) +
      Math.min(badCalls, mostBadCalls) * perBadCall;
    const took = endedAt - startedAt;
    if (took <= most) return undefined;
    return `${id} took ${Math.round(took / second)} s with a time-out of ${command.timeoutSeconds} s; ${Math.round(most / second)} s would have been allowed.`;
  },
};
