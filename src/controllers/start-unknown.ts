import { EcsdeployError } from '../model/error.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { serviceName } from '../model/service-ref.ts';

/** The reply was lost, and AWS does not answer what became of it. */
export class StartUnknown extends EcsdeployError {
  constructor(plan: ReleasePlan, cause: unknown) {
    const { cluster, service } = plan.service;
    super({
      code: 'unknown.start',
      message: `AWS did not say whether the deployment of "${serviceName(plan.service)}" was started, and cannot be asked now`,
      suggestions: [
        `Look with \`ecsdeploy status --cluster ${cluster} --service ${service}\`; the same command again adopts what was started.`,
      ],
      cause,
    });
  }
}
