import type { ServiceState } from '../aws/service-state.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import type { WayBack } from '../model/way-back.ts';
import { askBack } from './ask-back.ts';
import { carryThrough } from './carry-through.ts';
import type { FollowPolicy } from './follow-policy.ts';
import type { ReleaseContext } from './release-context.ts';
import { resultOf } from './result.ts';
import { restoredByStopping } from './restore/restore-service.ts';
import { rollbackPlan } from './rollback-plan.ts';
import { ownSafetyRules, type OwnRules } from './safety-rules.ts';
import { targetGroupsOf } from './target-groups.ts';

export interface StopOrder {
  readonly action: 'rollback' | 'abort';
  readonly request: OwnRules & { readonly dryRun: boolean };
  readonly service: ServiceState;
  readonly controller: Controller;
  readonly inProgress: Deployment;
  readonly policy: FollowPolicy;
  readonly startedAt: number;
  readonly wayBack?: WayBack | undefined;
}

/**
 * Asks AWS to stop the deployment in progress and go back, and follows it to the end of that, or until it is told to leave. `succeeded-meanwhile`: it had
 * ended well when the request arrived, so that there was nothing to stop.
 * @throws RollbackUnknown, and what AWS refuses
 */
export async function stopAndFollow(
  context: ReleaseContext,
  { action, request, service, controller, inProgress, policy, startedAt, wayBack }: StopOrder,
): Promise<ReleaseResult | 'succeeded-meanwhile'> {
  const plan = {
    ...rollbackPlan(service, request, {
      taskDefinition: undefined,
      steps: [
        { kind: 'stop-and-roll-back', deploymentId: inProgress.deploymentId },
        { kind: 'follow' },
        { kind: 'verify' },
      ],
    }),
    // CodeDeploy goes back all at once, however it was on its way.
    ...(controller.kind === 'codedeploy'
      ? { strategy: 'AllAtOnce', safety: ownSafetyRules(request, { awsRollsBack: false }) }
      : {}),
    action,
    wayBack,
    ...(wayBack === undefined ? {} : { restored: restoredByStopping }),
  };
  context.report({ type: 'plan.made', plan });
  const base = { action, service: service.ref, plan, startedAt } as const;
  if (request.dryRun) return resultOf(context, { ...base, outcome: { kind: 'planned' } });
  context.interrupt.throwIfAborted();
  context.report({ type: 'deployment.started', deployment: inProgress, how: 'found' });
  const because = { kind: 'asked' } as const;
  context.report({ type: 'rollback.requested', because });
  const heard = await askBack(context, controller, inProgress);
  if (heard.kind === 'succeeded-meanwhile') return heard.kind;
  if (heard.kind === 'not-known') {
    const { signal } = heard;
    const outcome = { kind: 'interrupted', signal, started: true, rollingBack: false, asked: true } as const;
    return resultOf(context, { ...base, deployment: inProgress, outcome });
  }
  context.report({ type: 'rollback.started', by: 'ecsdeploy', because });
  return await carryThrough(context, {
    ...base,
    controller,
    deployment: inProgress,
    expected: [],
    targetGroupArns: targetGroupsOf(service),
    policy,
    rollback: { by: 'ecsdeploy', because },
    wanted: 'way-back',
  });
}
