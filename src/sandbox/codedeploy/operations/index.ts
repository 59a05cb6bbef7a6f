import type { Operation } from '../../operation.ts';
import { BatchGetApplications } from './BatchGetApplications.ts';
import { BatchGetDeploymentGroups } from './BatchGetDeploymentGroups.ts';
import { BatchGetDeploymentTargets } from './BatchGetDeploymentTargets.ts';
import { BatchGetDeployments } from './BatchGetDeployments.ts';
import { ContinueDeployment } from './ContinueDeployment.ts';
import { CreateApplication } from './CreateApplication.ts';
import { CreateDeployment } from './CreateDeployment.ts';
import { CreateDeploymentConfig } from './CreateDeploymentConfig.ts';
import { CreateDeploymentGroup } from './CreateDeploymentGroup.ts';
import { DeleteApplication } from './DeleteApplication.ts';
import { DeleteDeploymentConfig } from './DeleteDeploymentConfig.ts';
import { DeleteDeploymentGroup } from './DeleteDeploymentGroup.ts';
import { GetApplication } from './GetApplication.ts';
import { GetDeployment } from './GetDeployment.ts';
import { GetDeploymentConfig } from './GetDeploymentConfig.ts';
import { GetDeploymentGroup } from './GetDeploymentGroup.ts';
import { GetDeploymentTarget } from './GetDeploymentTarget.ts';
import { ListApplications } from './ListApplications.ts';
import { ListDeploymentConfigs } from './ListDeploymentConfigs.ts';
import { ListDeploymentGroups } from './ListDeploymentGroups.ts';
import { ListDeploymentTargets } from './ListDeploymentTargets.ts';
import { ListDeployments } from './ListDeployments.ts';
import { ListTagsForResource } from './ListTagsForResource.ts';
import { PutLifecycleEventHookExecutionStatus } from './PutLifecycleEventHookExecutionStatus.ts';
import { SkipWaitTimeForInstanceTermination } from './SkipWaitTimeForInstanceTermination.ts';
import { StopDeployment } from './StopDeployment.ts';
import { TagResource } from './TagResource.ts';
import { UntagResource } from './UntagResource.ts';
import { UpdateDeploymentGroup } from './UpdateDeploymentGroup.ts';

/** Every operation of this service that the sandbox answers, under AWS's own name. */
export const codedeployOperations = {
  BatchGetApplications,
  BatchGetDeploymentGroups,
  BatchGetDeploymentTargets,
  BatchGetDeployments,
  ContinueDeployment,
  CreateApplication,
  CreateDeployment,
  CreateDeploymentConfig,
  CreateDeploymentGroup,
  DeleteApplication,
  DeleteDeploymentConfig,
  DeleteDeploymentGroup,
  GetApplication,
  GetDeployment,
  GetDeploymentConfig,
  GetDeploymentGroup,
  GetDeploymentTarget,
  ListApplications,
  ListDeploymentConfigs,
  ListDeploymentGroups,
  ListDeploymentTargets,
  ListDeployments,
  ListTagsForResource,
  PutLifecycleEventHookExecutionStatus,
  SkipWaitTimeForInstanceTermination,
  StopDeployment,
  TagResource,
  UntagResource,
  UpdateDeploymentGroup,
} satisfies Record<string, Operation<never, object>>;
