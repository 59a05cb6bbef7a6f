import type { TrafficTarget } from '../../../appspec/generate.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { errorOf, passed, type PreflightCheck } from '../preflight-check.ts';
import { mappedPorts } from '../port-mappings.ts';
import type { BringInController, PreflightSubject } from '../preflight-subject.ts';

const name = 'container-ports';

/** What gets the requests of load balancers: the container and the port are to be in the task definition. */
export const containerPortsCheck: PreflightCheck = {
  name,
  run: (_, subject) => judgeContainerPorts(subject),
};

/**
 * UpdateService refuses both: "The container web does not exist in the task definition", "… did not have a container port 80 defined".
 * Pure.
 */
export function judgeContainerPorts({
  definition,
  service,
  controller,
}: Pick<PreflightSubject, 'definition' | 'service' | 'controller'>): PreflightResult[] {
  const { containerDefinitions } = definition;
  return targetsOf(service, controller).map(({ containerName, containerPort }) => {
    const subject = `${containerName}:${containerPort}`;
    const container = containerDefinitions.find((one) => one.name === containerName);
    if (container === undefined) {
      const containers = containerDefinitions.map((one) => one.name);
      return errorOf(name, subject, {
        kind: 'balanced-container-missing',
        container: containerName,
        containers,
      });
    }
    const mapped = mappedPorts(container);
    if (mapped.includes(containerPort)) return passed(name, subject);
    return errorOf(name, subject, {
      kind: 'balanced-port-not-mapped',
      container: containerName,
      port: containerPort,
      mapped,
    });
  });
}

/** The service names them; of CodeDeploy the AppSpec does, anew in each release. */
function targetsOf(
  { loadBalancers }: PreflightSubject['service'],
  controller: BringInController,
): readonly TrafficTarget[] {
  switch (controller.kind) {
    case 'ecs':
      return loadBalancers.flatMap(({ containerName, containerPort }) =>
        containerName === undefined || containerPort === undefined ? [] : [{ containerName, containerPort }],
      );
    case 'codedeploy':
      return controller.target === undefined ? [] : [controller.target];
    default:
      return controller satisfies never;
  }
}
