import { requireService } from '../../aws/services.ts';
import type { NamedGroup } from '../requests.ts';
import type { CodeDeployGroup } from '../../model/codedeploy.ts';
import type { PrunePlan } from '../../model/revision-pruning.ts';
import { revisionName, type ServiceRef } from '../../model/service-ref.ts';
import { checkAccount } from '../check-account.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import { whileReading } from '../while-reading.ts';
import { decidePruning, type PruneRules } from './decide-pruning.ts';
import { readPruneFacts } from './read-prune-facts.ts';
import { needed } from './refusals.ts';

export interface PruneRequest extends PruneRules {
  /** Whose family is pruned. */
  readonly service: ServiceRef;
  readonly account?: string | undefined;
  readonly codeDeploy?: NamedGroup | undefined;
}

/**
 * Which revisions of a service's family nobody needs. Reads only.
 * @throws ClusterNotFound, ServiceNotFound, WrongAccount, and what `readPruneFacts` throws
 */
export async function planPruning(
  context: ReleaseContext,
  { service, account, codeDeploy = {}, keep, deletes }: PruneRequest,
): Promise<PrunePlan> {
  return await whileReading(context, async (reading) => {
    await checkAccount(reading, account);
    const state = await requireService(reading.aws, service);
    const isNamed = codeDeploy.application !== undefined || codeDeploy.group !== undefined;
    const group: CodeDeployGroup | undefined =
      state.controller === 'CODE_DEPLOY' && isNamed
        ? await needed(
            'the deployment group',
            async () => (await findGroupOf(reading, state, codeDeploy)).state,
          )
        : undefined;
    const family = revisionName(state.taskDefinition).split(':')[0] ?? '';
    const facts = await readPruneFacts(reading, { family, keep, known: state.ref, group });
    return decidePruning(facts, { keep, deletes });
  });
}
