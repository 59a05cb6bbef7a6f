import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import type { DeploymentTargetState } from '../../aws/codedeploy-targets.ts';
import type { ServiceDeploymentState } from '../../aws/service-deployments.ts';
import type { PastRelease } from '../../model/past-release.ts';
import type { ReleasePhase } from '../../model/release-history.ts';

/** Of ECS: it tells when a deployment began, turned back and ended; of its stages only the one that it is in. Pure. */
export function phasesOfEcs(
  { finishedAt }: PastRelease,
  state: ServiceDeploymentState | undefined,
): ReleasePhase[] {
  if (state === undefined) return [];
  const { lifecycleStage, startedAt, rollback, createdAt } = state;
  return [
    { name: 'created', startedAt: createdAt },
    ...(startedAt === undefined ? [] : [{ name: 'started', startedAt }]),
    ...(rollback === undefined
      ? []
      : [{ name: 'rollback', startedAt: rollback.startedAt, endedAt: finishedAt, message: rollback.reason }]),
    ...(lifecycleStage === undefined || finishedAt !== undefined
      ? []
      : [{ name: lifecycleStage, startedAt: undefined, status: 'now' }]),
    ...(finishedAt === undefined ? [] : [{ name: 'finished', startedAt: finishedAt }]),
  ];
}

/** Of CodeDeploy: its lifecycle events, and the deployment that took it back. Pure. */
export function phasesOfCodeDeploy(
  { finishedAt }: PastRelease,
  state: CodeDeployDeploymentState,
  target: DeploymentTargetState | undefined,
  rollback: CodeDeployDeploymentState | undefined,
): ReleasePhase[] {
  return [
    { name: 'created', startedAt: state.createdAt },
    ...(state.startedAt === undefined ? [] : [{ name: 'started', startedAt: state.startedAt }]),
    ...(target?.events ?? [])
      .filter((event) => event.startedAt !== undefined)
      .map(({ name, status, startedAt, endedAt, diagnostics }) => ({
        name,
        status,
        startedAt,
        endedAt,
        message: diagnostics?.message,
      })),
    ...(rollback === undefined
      ? []
      : [
          {
            name: 'rollback',
            status: rollback.status,
            startedAt: rollback.createdAt,
            endedAt: rollback.finishedAt,
            message: state.rollback?.message,
          },
        ]),
    ...(finishedAt === undefined ? [] : [{ name: 'finished', startedAt: finishedAt }]),
  ];
}
