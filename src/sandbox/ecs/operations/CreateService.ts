import type { CreateServiceCommandInput, CreateServiceResponse } from '@aws-sdk/client-ecs';
import { isDeepStrictEqual } from 'node:util';
import type { Operation } from '../../operation.ts';
import type { World } from '../../world.ts';
import { ecsArn } from '../arns.ts';
import { beginDeployment } from '../engine/begin-deployment.ts';
import { attachScheduler } from '../engine/scheduler.ts';
import { noBackOff } from '../engine/start-back-off.ts';
import { createTaskSet } from '../engine/task-sets/create-task-set.ts';
import { findActiveCluster } from '../lookup/cluster.ts';
import type { ClusterRecord } from '../records/cluster.ts';
import type { Workload } from '../records/service-revision.ts';
import type { ServiceOptions, ServiceRecord } from '../records/service.ts';
import { invalidParameter } from '../refusals.ts';
import {
  checkCodeDeployConfiguration,
  checkCodeDeployLoadBalancers,
} from '../validation/code-deploy-service.ts';
import { workloadOfNewService } from '../validation/merge-workload.ts';
import { checkNewService } from '../validation/service-input.ts';
import { mergeOptions } from '../validation/service-options.ts';
import { mergeTags } from '../validation/tags.ts';
import { checkTrafficSource } from '../validation/traffic-source.ts';
import { checkWorkload } from '../validation/workload.ts';
import { viewService } from '../views/service-view.ts';

export const CreateService: Operation<CreateServiceCommandInput, CreateServiceResponse> = (
  world,
  input,
  caller,
) => {
  checkNewService(input);
  const cluster = findActiveCluster(world, input.cluster);
  const existing = cluster.services.get(input.serviceName ?? '');
  if (existing?.status === 'DRAINING')
    throw invalidParameter('Unable to Start a service that is still Draining.');
  if (existing?.status === 'ACTIVE') {
    if (isRepeated(existing, input)) return { service: viewService(existing, ['TAGS']) };
    throw invalidParameter('Creation of service was not idempotent.');
  }
  const workload = workloadOfNewService(world, cluster, input);
  const options = mergeOptions(input);
  const controller = input.deploymentController?.type === 'CODE_DEPLOY' ? 'CODE_DEPLOY' : 'ECS';
  if (controller === 'CODE_DEPLOY') {
    checkCodeDeployConfiguration(options.deploymentConfiguration);
    checkCodeDeployLoadBalancers(workload.loadBalancers);
  }
  checkWorkload(world, workload, options.deploymentConfiguration.strategy);
  checkTrafficSource(workload, options.deploymentConfiguration.strategy);

  const service = makeService(world, {
    cluster,
    input,
    controller,
    workload,
    options,
    createdBy: caller.arn,
  });
  attachScheduler(world, service);
  cluster.services.set(service.name, service);
  if (controller === 'CODE_DEPLOY') createTaskSet(world, service, workload);
  else beginDeployment(world, service, workload);
  return { service: viewService(service, ['TAGS']) };
};

function isRepeated(existing: ServiceRecord, input: CreateServiceCommandInput): boolean {
  const { clientToken } = existing.creation;
  return (
    clientToken !== undefined &&
    clientToken === input.clientToken &&
    isDeepStrictEqual(existing.creation.input, input)
  );
}

interface NewService {
  readonly cluster: ClusterRecord;
  readonly input: CreateServiceCommandInput;
  readonly controller: ServiceRecord['controller'];
  readonly workload: Workload;
  readonly options: ServiceOptions;
  readonly createdBy: string;
}

function makeService(
  world: World,
  { cluster, input, controller, workload, options, createdBy }: NewService,
): ServiceRecord {
  const now = world.timeline.now();
  const name = input.serviceName ?? '';
  const linkedRole = `arn:aws:iam::${world.account}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`;
  return {
    arn: ecsArn(world, `service/${cluster.name}/${name}`),
    name,
    cluster,
    roleArn: input.role ?? linkedRole,
    createdAt: now,
    createdBy,
    visibleFrom: now + world.settings.visibilityLag,
    creation: { clientToken: input.clientToken, input },
    status: 'ACTIVE',
    controller,
    desiredCount: input.desiredCount ?? 0,
    workload,
    options,
    tags: mergeTags([], input.tags),
    deployments: [],
    taskSets: [],
    serviceDeployments: [],
    revisions: new Map(),
    events: [],
    tasks: new Set(),
    scheduler: { steady: false, backOff: noBackOff, saidAt: new Map() },
    wake: () => undefined,
  };
}
