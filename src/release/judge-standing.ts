import type { ServiceDeploymentEntry, ServiceState } from '../aws/service-state.ts';
import { describeService } from '../aws/services.ts';
import type { CodeDeployGroup } from '../model/codedeploy.ts';
import type { Outcome } from '../model/outcome.ts';
import type { ServiceRef } from '../model/service-ref.ts';
import type { ReleaseContext } from './release-context.ts';
import { lastSteadyAt } from './steady-state.ts';
import { verifyNewRevision, type ExpectedImage } from './verify.ts';

/** How a service stands that is already on the wanted revision. */
export interface Standing {
  readonly outcome: Outcome;
  /** The revision is right but the image is not: a tag was moved, and only a new deployment resolves it again. */
  readonly mustRestart: boolean;
}

export interface StandingQuestion {
  readonly service: ServiceRef;
  /** Its group, where CodeDeploy is its deployment controller. */
  readonly codeDeploy?: CodeDeployGroup | undefined;
  readonly taskDefinition: string;
  readonly expected: readonly ExpectedImage[];
  readonly hasSent?: boolean;
}

/**
 * "Nothing to do" is only true if what runs is what was asked for; so we look.
 * @param standing.hasSent settings were sent, which started no deployment: that was not nothing
 */
export async function judgeStanding(
  context: ReleaseContext,
  { service: ref, codeDeploy, taskDefinition, expected, hasSent = false }: StandingQuestion,
): Promise<Standing> {
  const service = await describeService(context.aws, ref);
  const primary = service?.deployments.find(({ status }) => status === 'PRIMARY');
  if (service === undefined || primary === undefined) {
    const because = { kind: 'service-gone', status: 'deleted' } as const;
    return { outcome: { kind: 'stopped', because }, mustRestart: false };
  }
  if (primary.taskDefinition !== taskDefinition) {
    // Somebody has deployed since the plan was made.
    const because = {
      kind: 'primary-differs',
      expected: taskDefinition,
      actual: primary.taskDefinition,
    } as const;
    return { outcome: { kind: 'inconclusive', because }, mustRestart: false };
  }
  const deployment = {
    service: ref,
    codeDeploy,
    deploymentId: primary.id,
    taskDefinition,
    createdAt: primary.createdAt,
  };
  const judged = { at: judgedAt(service, primary) };
  const { verdict } = await verifyNewRevision(context, deployment, expected, judged);
  if (verdict.kind === 'fail' && verdict.because.kind === 'digest-differs') {
    return { outcome: { kind: 'failed-left', because: verdict.because }, mustRestart: true };
  }
  const { desiredCount: desired, runningCount: running } = service;
  if (verdict.kind === 'pass' && running >= desired) {
    const outcome: Outcome = hasSent
      ? { kind: 'succeeded', because: verdict.because }
      : { kind: 'nothing-to-do', because: { kind: 'nothing-differs' } };
    return { outcome, mustRestart: false };
  }
  const because =
    verdict.kind === 'pass' ? ({ kind: 'too-few-tasks', running, desired } as const) : verdict.because;
  return { outcome: { kind: 'inconclusive', because }, mustRestart: false };
}

/**
 * When ECS has last called its tasks healthy: whoever started later may be the next of a crash loop that began after the release.
 * Where no event says when, all that is known is that it was not before the deployment; its own `updatedAt` moves with every task.
 */
function judgedAt(service: ServiceState, primary: ServiceDeploymentEntry): number | undefined {
  return lastSteadyAt(service) ?? (primary.rolloutState === 'COMPLETED' ? primary.createdAt : undefined);
}
