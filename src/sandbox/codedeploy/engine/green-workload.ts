import type { ServiceRecord } from '../../ecs/records/service.ts';
import type { Workload } from '../../ecs/records/service-revision.ts';
import { workloadAfterUpdate } from '../../ecs/validation/merge-workload.ts';
import type { World } from '../../world.ts';
import type { AppSpec } from '../records/revision.ts';

/** What the replacement task set runs: what the AppSpec says, else what the service has. @throws ServiceError of ECS */
export function greenWorkload(
  world: World,
  service: ServiceRecord,
  appSpec: AppSpec,
  targetGroupArn: string,
): Workload {
  const { taskDefinition, container, platformVersion, networkConfiguration, capacityProviderStrategy } =
    appSpec;
  return workloadAfterUpdate(
    world,
    {
      service: service.name,
      taskDefinition,
      loadBalancers: [{ targetGroupArn, containerName: container.name, containerPort: container.port }],
      ...(platformVersion !== undefined && { platformVersion }),
      ...(networkConfiguration !== undefined && { networkConfiguration }),
      ...(capacityProviderStrategy !== undefined && {
        capacityProviderStrategy: [...capacityProviderStrategy],
        forceNewDeployment: true,
      }),
    },
    service.workload,
  );
}
