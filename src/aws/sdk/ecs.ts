import {
  ContinueServiceDeploymentCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
  ECSClient,
  type ECS,
  type ECSClientConfig,
} from '@aws-sdk/client-ecs';
import { withOperations, type OperationsOf } from './with-operations.ts';

// Those that are sent with members that this SDK may not know (open-shape.ts).
export {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';

const commands = {
  ContinueServiceDeploymentCommand,
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  ListServicesCommand,
  ListTaskDefinitionsCommand,
  ListTasksCommand,
  RunTaskCommand,
  StopServiceDeploymentCommand,
  StopTaskCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateServiceCommand,
};

/** ECS, as far as ecsdeploy calls it. */
export type Ecs = ECSClient & OperationsOf<ECS, typeof commands>;

export function openEcs(settings: ECSClientConfig): Ecs {
  return withOperations<ECS, ECSClient, typeof commands>(new ECSClient(settings), commands);
}
