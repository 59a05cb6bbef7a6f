import type { Operation } from '../../operation.ts';
import { ContinueServiceDeployment } from './ContinueServiceDeployment.ts';
import { CreateCluster } from './CreateCluster.ts';
import { CreateService } from './CreateService.ts';
import { DeleteCluster } from './DeleteCluster.ts';
import { DeleteService } from './DeleteService.ts';
import { DeleteTaskDefinitions } from './DeleteTaskDefinitions.ts';
import { DeregisterTaskDefinition } from './DeregisterTaskDefinition.ts';
import { DescribeClusters } from './DescribeClusters.ts';
import { DescribeServiceDeployments } from './DescribeServiceDeployments.ts';
import { DescribeServiceRevisions } from './DescribeServiceRevisions.ts';
import { DescribeServices } from './DescribeServices.ts';
import { DescribeTaskDefinition } from './DescribeTaskDefinition.ts';
import { DescribeTasks } from './DescribeTasks.ts';
import { ListClusters } from './ListClusters.ts';
import { ListServiceDeployments } from './ListServiceDeployments.ts';
import { ListServices } from './ListServices.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { ListTaskDefinitionFamilies } from './ListTaskDefinitionFamilies.ts';
import { ListTaskDefinitions } from './ListTaskDefinitions.ts';
import { ListTasks } from './ListTasks.ts';
import { PutClusterCapacityProviders } from './PutClusterCapacityProviders.ts';
import { RegisterTaskDefinition } from './RegisterTaskDefinition.ts';
import { RunTask } from './RunTask.ts';
import { StopServiceDeployment } from './StopServiceDeployment.ts';
import { StopTask } from './StopTask.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdateCluster } from './UpdateCluster.ts';
import { UpdateService } from './UpdateService.ts';

/** Every ECS operation that the sandbox answers, under AWS's own name. */
export const ecsOperations = {
  ContinueServiceDeployment,
  CreateCluster,
  CreateService,
  DeleteCluster,
  DeleteService,
  DeleteTaskDefinitions,
  DeregisterTaskDefinition,
  DescribeClusters,
  DescribeServiceDeployments,
  DescribeServiceRevisions,
  DescribeServices,
  DescribeTaskDefinition,
  DescribeTasks,
  ListClusters,
  ListServiceDeployments,
  ListServices,
  ListTagsForResource,
  ListTaskDefinitionFamilies,
  ListTaskDefinitions,
  ListTasks,
  PutClusterCapacityProviders,
  RegisterTaskDefinition,
  RunTask,
  StopServiceDeployment,
  StopTask,
  TagResource,
  UntagResource,
  UpdateCluster,
  UpdateService,
} satisfies Record<string, Operation<never, object>>;
