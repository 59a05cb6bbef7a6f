import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { Reason } from '../../model/verdict.ts';
import type { ReleaseContext } from '../release-context.ts';
import { resultOf } from '../result.ts';
import { withSettingsLeftAside } from '../rollback-settings/with-settings-aside.ts';
import type { ChosenTarget, FoundTarget } from './choose-target.ts';
import type { GoBackOrder } from './order.ts';

/** The service is where it was to go; what an earlier way back has left set aside is put back. */
export async function nothingToDo(
  context: ReleaseContext,
  { request, service, startedAt }: GoBackOrder,
  target: Exclude<ChosenTarget, FoundTarget>,
): Promise<ReleaseResult> {
  const name = revisionName(service.taskDefinition);
  const because: Reason =
    target.kind === 'serves'
      ? { kind: 'already-serves', taskDefinition: name }
      : { kind: 'already-rolled-back', to: name, further: target.further?.taskDefinition };
  const outcome = { kind: 'nothing-to-do', because } as const;
  const conclude = (told: ReleaseContext): Promise<ReleaseResult> =>
    Promise.resolve(resultOf(told, { action: 'rollback', service: service.ref, startedAt, outcome }));
  return request.dryRun ? await conclude(context) : await withSettingsLeftAside(context, service, conclude);
}
