import type { Aws } from '../aws/aws.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { EcsdeployError } from '../model/error.ts';
import { strategies } from '../model/lifecycle.ts';
import type { CodeDeploySettings } from '../model/codedeploy.ts';
import { serviceName } from '../model/service-ref.ts';
import { CodeDeployController } from './codedeploy/codedeploy-controller.ts';
import type { Controller } from './controller.ts';
import { EcsController } from './ecs/ecs-controller.ts';

/** The service is released in a way that this version cannot drive. */
class ControllerUnsupported extends EcsdeployError {
  constructor(service: ServiceState, what: string) {
    super({
      code: 'refused.controller_unsupported',
      message: `Service "${serviceName(service.ref)}" uses ${what}, which this version of ecsdeploy cannot drive`,
      suggestions: [
        `It drives services with the deployment controller CODE_DEPLOY, or ECS with the strategies ${strategies.join(', ')}.`,
      ],
      details: { controller: service.controller, strategy: service.strategy },
    });
  }
}

/**
 * Chosen once, from the live service; nobody else compares controller types.
 * @param named the group of CodeDeploy, as far as the configuration names it
 * @throws ControllerUnsupported
 */
export function chooseController(
  aws: Aws,
  service: ServiceState,
  named: Pick<CodeDeploySettings, 'application' | 'group'> = {},
): Controller {
  switch (service.controller) {
    case 'ECS':
      if (!(strategies as readonly string[]).includes(service.strategy))
        throw new ControllerUnsupported(service, `the ${service.strategy} strategy`);
      return new EcsController(aws);
    case 'CODE_DEPLOY':
      return new CodeDeployController(aws, { ...named, deployments: madeBy(service) });
    default:
      throw new ControllerUnsupported(service, `the ${service.controller} deployment controller`);
  }
}

/** `d-…` of the deployments that have made the task sets of a service, the newest first. */
function madeBy({ deployments }: ServiceState): string[] {
  const newestFirst = [...deployments].sort((a, b) => b.createdAt - a.createdAt);
  return newestFirst.flatMap(({ externalId }) => externalId ?? []);
}
