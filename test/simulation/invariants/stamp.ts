import type { Tag } from '../../../src/model/task-definition.ts';
import type { Invariant } from './invariant.ts';

/** The note on a revision that it has succeeded, which later runs may go back to, is written only where it has. */
export const stamp: Invariant = {
  name: 'only what succeeded is noted as that',
  check({ id }, { ledger }) {
    for (const { by, at, operation, input } of ledger.writes) {
      if (by !== id || operation !== 'TagResource') continue;
      const tags = (input['tags'] ?? []) as readonly Tag[];
      if (!tags.some(({ key }) => key === 'ecsdeploy:succeeded')) continue;
      const hasSucceeded = ledger.deployments.some(
        ({ taskDefinition, status, finishedAt = Number.POSITIVE_INFINITY }) =>
          taskDefinition === input['resourceArn'] && status === 'SUCCESSFUL' && finishedAt <= at,
      );
      if (!hasSucceeded)
        return `${id} notes on ${String(input['resourceArn'])} that it succeeded, and it never did.`;
    }
    return undefined;
  },
};
