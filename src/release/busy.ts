import type { Controller } from '../controllers/controller.ts';
import type { Deployment } from '../model/deployment.ts';
import { EcsdeployError } from '../model/error.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';
import { lookInterval } from './follow-policy.ts';
import type { ReleaseContext } from './release-context.ts';

/** Another deployment is in progress, and its target is not ours. */
export class ServiceBusy extends EcsdeployError {
  constructor(other: Deployment, waitedMilliseconds = 0) {
    const name = serviceName(other.service);
    super({
      code: 'refused.busy',
      message:
        `Service "${name}" is being deployed to ${revisionName(other.taskDefinition)} (${other.deploymentId})` +
        (waitedMilliseconds > 0 ? `, and still was after ${Math.round(waitedMilliseconds / 1_000)} s` : ''),
      suggestions: [
        other.codeDeploy === undefined
          ? 'Wait for it with --if-busy wait, or supersede it with --if-busy replace.'
          : 'Wait for it with --if-busy wait, or have it taken back first with --if-busy replace.',
        `See it with \`ecsdeploy watch --cluster ${other.service.cluster} --service ${other.service.service}\`.`,
      ],
      details: { deployment: other.deploymentId, taskDefinition: other.taskDefinition },
    });
  }
}

/** Waits until no deployment is in progress. @throws ServiceBusy after `timeout` milliseconds */
export async function waitUntilFree(
  { aws, clock, report, interrupt }: ReleaseContext,
  controller: Controller,
  other: Deployment,
  timeout: number,
): Promise<void> {
  const deadline = clock.now() + timeout;
  report({
    type: 'deployment.waiting-for-other',
    other: other.deploymentId,
    taskDefinition: other.taskDefinition,
  });
  const looks = aws.company.look(lookInterval);
  try {
    let current: Deployment | undefined = other;
    while (current !== undefined) {
      if (clock.now() >= deadline) throw new ServiceBusy(current, timeout);
      await clock.sleep(looks.untilNext(lookInterval), interrupt);
      current = await controller.find(other.service);
    }
  } finally {
    looks.stop();
  }
}
