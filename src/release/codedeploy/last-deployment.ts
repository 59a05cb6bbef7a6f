import type { Controller } from '../../controllers/controller.ts';
import { endStatuses, type Deployment, type Snapshot } from '../../model/deployment.ts';
import type { StatusReport } from '../../model/status.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { pendingApprovals } from '../pauses.ts';

/** The deployment of CodeDeploy that is in progress, or the last one, as status shows it; undefined where there was none. */
export async function lastOfCodeDeploy(
  controller: Controller,
  service: ServiceRef,
): Promise<StatusReport['lastDeployment']> {
  const deployment = await controller.latest(service);
  return deployment === undefined ? undefined : asLast(deployment, await controller.observe(deployment));
}

/** Pure. */
function asLast(deployment: Deployment, snapshot: Snapshot): StatusReport['lastDeployment'] {
  const { status, statusReason, finishedAt, shift, hooks, rollbackDeployment } = snapshot;
  const past = {
    arn: deployment.deploymentId,
    status,
    statusReason,
    createdAt: deployment.createdAt,
    finishedAt,
    codeDeploy: deployment.codeDeploy,
    ...(rollbackDeployment === undefined ? {} : { rollbackDeployment }),
  };
  if (endStatuses.has(status)) return past;
  const approvals = pendingApprovals(snapshot);
  return {
    ...past,
    shift,
    ...(hooks === undefined ? {} : { hooks }),
    ...(approvals.length === 0 ? {} : { approvals }),
  };
}
