import type { Invariant } from './invariant.ts';

// Who waits for another deployment may have ended its wait for the old tasks: that changes nothing of what serves.
const changing = new Set(['UpdateService', 'StopServiceDeployment', 'CreateDeployment', 'StopDeployment']);

/** Who says that nothing was changed has changed nothing of the service; registering a revision changes none. Settings are no deployment. */
export const nothingChanged: Invariant = {
  name: '"nothing was changed" only when it is so',
  check({ id, said }, { ledger }) {
    if (said.kind !== 'outcome') return undefined;
    const { changed, outcome } = said.result;
    if (changed !== 'nothing' && changed !== 'settings' && changed !== 'other-stopped') return undefined;
    const writes = ledger.writes.filter(({ by, operation }) => by === id && changing.has(operation));
    if (changed === 'nothing') {
      const [write] = writes;
      return write === undefined
        ? undefined
        : `${id} says ${outcome.kind}, and that nothing was changed, but AWS has taken ${write.operation} from it.`;
    }
    const started = ledger.deployments.find(({ startedBy }) => startedBy === id);
    if (changed === 'other-stopped') {
      if (!ledger.calls.some(({ by, operation }) => by === id && operation === 'StopDeployment'))
        return `${id} says ${outcome.kind}, and that it has stopped another deployment, but it has asked for no stop.`;
      return started === undefined
        ? undefined
        : `${id} says ${outcome.kind}, and that it has only stopped another deployment, but it has started ${started.id}.`;
    }
    if (!writes.some(({ operation }) => operation === 'UpdateService'))
      return `${id} says ${outcome.kind}, and that it has put settings back, but AWS has taken none from it.`;
    return started === undefined
      ? undefined
      : `${id} says ${outcome.kind}, and that only settings were put back, but it has started ${started.id}.`;
  },
};
