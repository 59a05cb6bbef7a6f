import type { Tag } from '@aws-sdk/client-codedeploy';
import type { DeploymentGroupRecord } from './deployment-group.ts';

/** An application of the compute platform ECS; the sandbox has no other. */
export interface ApplicationRecord {
  readonly id: string;
  name: string;
  readonly createdAt: number;
  tags: readonly Tag[];
  /** By name. */
  readonly groups: Map<string, DeploymentGroupRecord>;
}
