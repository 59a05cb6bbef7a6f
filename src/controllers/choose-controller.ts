import type { Aws } from '../aws/aws.ts';
import type { ServiceState } from '../aws/service-state.ts';
import { EcsdeployError } from '../model/error.ts';
import { strategies } from '../model/lifecycle.ts';
import { serviceName } from '../model/service-ref.ts';
import type { Controller } from './controller.ts';
import { EcsController } from './ecs/ecs-controller.ts';

/** The service is released in a way that this version cannot drive. */
class ControllerUnsupported extends EcsdeployError {
  constructor(service: ServiceState, what: string) {
    super({
      code: 'refused.controller_unsupported',
      message: `Service "${serviceName(service.ref)}" uses ${what}, which this version of ecsdeploy cannot drive`,
      suggestions: [
        `It drives services with the ECS deployment controller and the strategies ${strategies.join(', ')}.`,
      ],
      details: { controller: service.controller, strategy: service.strategy },
    });
  }
}

/**
 * Chosen once, from the live service; nobody else compares controller types.
 * @throws ControllerUnsupported
 */
export function chooseController(aws: Aws, service: ServiceState): Controller {
  if (service.controller !== 'ECS') {
    throw new ControllerUnsupported(service, `the ${service.controller} deployment controller`);
  }
  if (!(strategies as readonly string[]).includes(service.strategy))
    throw new ControllerUnsupported(service, `the ${service.strategy} strategy`);
  return new EcsController(aws);
}
