import type { Invariant } from './invariant.ts';

// Who waits for another deployment may have ended its wait for the old tasks: that changes nothing of what serves.
const changing = new Set(['UpdateService', 'StopServiceDeployment', 'CreateDeployment', 'StopDeployment']);

/** Who says that nothing was changed has changed nothing of the service; registering a revision changes none. */
export const nothingChanged: Invariant = {
  name: '"nothing was changed" only when it is so',
  check({ id, said }, { ledger }) {
    if (said.kind !== 'outcome' || said.result.changed !== 'nothing') return undefined;
    const write = ledger.writes.find(({ by, operation }) => by === id && changing.has(operation));
    if (write === undefined) return undefined;
    return `${id} says ${said.result.outcome.kind}, and that nothing was changed, but AWS has taken ${write.operation} from it.`;
  },
};
