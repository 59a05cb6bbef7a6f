import type { UpdateServiceCommandInput, UpdateServiceResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { adoptConfiguration } from '../engine/adopt-configuration.ts';
import { beginDeployment, checkRoomForDeployment } from '../engine/begin-deployment.ts';
import { recountTaskSets } from '../engine/task-sets/change-task-set.ts';
import { leaveCodeDeploy } from '../engine/task-sets/leave-code-deploy.ts';
import { findCluster } from '../lookup/cluster.ts';
import { findActiveService } from '../lookup/service.ts';
import { checkCodeDeployConfiguration, checkCodeDeployUpdate } from '../validation/code-deploy-service.ts';
import { checkControllerUpdate } from '../validation/deployment-controller.ts';
import { workloadAfterUpdate } from '../validation/merge-workload.ts';
import { checkUpdate } from '../validation/service-input.ts';
import { mergeOptions } from '../validation/service-options.ts';
import { checkTrafficSource } from '../validation/traffic-source.ts';
import { checkWorkload } from '../validation/workload.ts';
import { viewService } from '../views/service-view.ts';

export const UpdateService: Operation<UpdateServiceCommandInput, UpdateServiceResponse> = (world, input) => {
  checkUpdate(input);
  const service = findActiveService(world, findCluster(world, input.cluster), input.service ?? '');
  const controller = input.deploymentController?.type;
  checkControllerUpdate(service, controller);
  const stays = service.controller === 'CODE_DEPLOY' && controller !== 'ECS';
  if (stays) checkCodeDeployUpdate(input);
  const options = mergeOptions(input, service.options);
  if (stays) checkCodeDeployConfiguration(options.deploymentConfiguration);
  const workload = workloadAfterUpdate(world, input, service.workload);
  const deploys = workload !== service.workload || input.forceNewDeployment === true;
  const { strategy } = options.deploymentConfiguration;
  if (deploys || strategy !== service.options.deploymentConfiguration.strategy) {
    checkWorkload(world, workload, strategy);
    checkTrafficSource(workload, strategy);
  }
  if (deploys) checkRoomForDeployment(service);

  if (service.controller === 'CODE_DEPLOY' && !stays) leaveCodeDeploy(world, service);
  service.options = options;
  if (input.desiredCount !== undefined && input.desiredCount !== service.desiredCount) {
    // Set before a deployment begins: the one that is replaced keeps no more than this.
    service.desiredCount = input.desiredCount;
    const [primary] = service.deployments;
    if (primary !== undefined) primary.updatedAt = world.timeline.now();
    recountTaskSets(world, service);
  }
  if (deploys) beginDeployment(world, service, workload);
  else adoptConfiguration(service);
  service.wake();
  return { service: viewService(service, ['TAGS']) };
};
