import type { ServiceDeploymentEntry } from '../aws/service-state.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { revisionName, serviceName } from '../model/service-ref.ts';

/** Somebody changed the service between the plan and the start. ECS has no compare-and-set, so we look and refuse. */
export class PlanOutdated extends EcsdeployError {
  constructor(plan: ReleasePlan, now: ServiceDeploymentEntry | undefined) {
    const name = revisionName(now?.taskDefinition ?? 'nothing');
    const isSame = now?.id === plan.current.deploymentId;
    super({
      code: 'refused.plan_outdated',
      message:
        `Service "${serviceName(plan.service)}" changed since the plan was made: ` +
        (isSame
          ? `another deployment has begun, and is being rolled back to ${name}`
          : `it was on ${revisionName(plan.current.taskDefinition)}, now it is on ${name}`),
      suggestions: [
        'Nothing was changed by this run. Look with `ecsdeploy status`, then run the same command again.',
      ],
      details: { expected: plan.current.deploymentId, actual: now?.id },
    });
  }
}
