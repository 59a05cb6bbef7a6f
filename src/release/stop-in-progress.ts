import { AwsUnavailable } from '../aws/errors.ts';
import type { ServiceState } from '../aws/service-state.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment, Snapshot } from '../model/deployment.ts';
import { seconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import type { WayBack } from '../model/way-back.ts';
import { cameTooLate } from './came-too-late.ts';
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
 * Asks AWS to stop the deployment in progress and go back, and follows it to the end of that. `succeeded-meanwhile`: it had
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
  try {
    await controller.perform({ kind: 'stop-and-roll-back', deployment: inProgress });
  } catch (error) {
    if (error instanceof AwsUnavailable) {
      await requireHeard(context, controller, inProgress, error);
    } else if (cameTooLate(error)) {
      const { status } = await lookAt(controller, inProgress);
      if (status === 'successful') return 'succeeded-meanwhile';
      // Otherwise it is on its way back: perhaps by an earlier try of ours, which had no answer.
    } else {
      throw error;
    }
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

/** AWS did not answer whether it goes back, and does not show that it does. */
class RollbackUnknown extends EcsdeployError {
  constructor({ service: { cluster, service }, deploymentId }: Deployment, cause: unknown) {
    super({
      code: 'unknown.rollback',
      message: `AWS did not say whether it rolls deployment ${deploymentId} of "${serviceName({ cluster, service })}" back`,
      suggestions: [
        `Look with \`ecsdeploy status --cluster ${cluster} --service ${service}\`; the same command may be repeated.`,
      ],
      cause,
    });
  }
}

// ECS takes a moment from the request to the rollback, and its reads are eventually consistent.
const settlingTime = seconds(2);

/** A stop without an answer may have had its effect: we look. @throws RollbackUnknown */
async function requireHeard(
  { clock }: ReleaseContext,
  controller: Controller,
  deployment: Deployment,
  error: AwsUnavailable,
): Promise<void> {
  await clock.sleep(settlingTime);
  const { moves } = await lookAt(controller, deployment);
  // While it could still be stopped, nobody has.
  if (moves.some(({ kind }) => kind === 'stop-and-roll-back')) throw new RollbackUnknown(deployment, error);
}

/** @throws RollbackUnknown */
async function lookAt(controller: Controller, deployment: Deployment): Promise<Snapshot> {
  try {
    return await controller.observe(deployment);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    throw new RollbackUnknown(deployment, error);
  }
}
