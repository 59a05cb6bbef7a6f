import type { AutoRollbackEvent } from '@aws-sdk/client-codedeploy';
import { closeDeployment } from './close-deployment.ts';
import { errorInformation, type DeploymentFault } from './error-information.ts';
import type { Going } from './going.ts';
import { rollBack } from './roll-back.ts';

/** Ends a deployment badly, and starts its rollback where it is configured for what has happened. */
export function failDeployment({ world, deployment, run }: Going, fault: DeploymentFault): void {
  const { status, event } = consequences[fault.kind];
  closeDeployment(world, deployment, status, errorInformation(fault));
  const { enabled = false, events = [] } = deployment.autoRollback ?? {};
  if (enabled && events.includes(event)) rollBack(world, deployment, run);
}

interface Consequence {
  readonly status: 'Failed' | 'Stopped';
  readonly event: AutoRollbackEvent;
}

const failed: Consequence = { status: 'Failed', event: 'DEPLOYMENT_FAILURE' };

const consequences: Readonly<Record<DeploymentFault['kind'], Consequence>> = {
  alarms: { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_ALARM' },
  'alarms-unreadable': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_ALARM' },
  'stopped-by-user': { status: 'Stopped', event: 'DEPLOYMENT_STOP_ON_REQUEST' },
  // That it counts as a failure is inferred.
  'ready-wait-over': { status: 'Stopped', event: 'DEPLOYMENT_FAILURE' },
  'not-healthy': failed,
  'hook-failed': failed,
  'hook-silent': failed,
  'no-permission': failed,
  'no-function': failed,
  'not-behind-listener': failed,
  'load-balancer': failed,
  ecs: failed,
  'scaled-meanwhile': failed,
  'not-code-deploy': failed,
};
