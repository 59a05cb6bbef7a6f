import type { ecsOperations } from './operations/index.ts';

/** How many calls of a group come through: `burst` at once, and `perSecond` in the long run. */
export interface RateQuota {
  readonly burst: number;
  readonly perSecond: number;
}

// "Request throttling for the Amazon ECS API" in the ECS developer guide, for each account and region. Only the groups of which the sandbox has an operation.
const quotas = {
  'cluster modify': { burst: 20, perSecond: 1 },
  'cluster read': { burst: 50, perSecond: 20 },
  'task definition modify': { burst: 20, perSecond: 1 },
  'task definition read': { burst: 50, perSecond: 20 },
  'task definition delete': { burst: 5, perSecond: 1 },
  'tag modify': { burst: 20, perSecond: 10 },
  'tag read': { burst: 50, perSecond: 20 },
  'cluster resource modify': { burst: 100, perSecond: 40 },
  'cluster resource read': { burst: 100, perSecond: 20 },
  'cluster service modify': { burst: 50, perSecond: 5 },
  'cluster service read': { burst: 100, perSecond: 20 },
  'service deployment read': { burst: 50, perSecond: 20 },
  'service revision read': { burst: 50, perSecond: 20 },
} as const satisfies Readonly<Record<string, RateQuota>>;

/** ECS's own names for what shares one quota. */
export type ActionGroup = keyof typeof quotas;

export const actionGroups: Readonly<Record<ActionGroup, RateQuota>> = quotas;

/** Each operation counts in one group. A new operation does not compile without its own. */
const groups: Readonly<Record<keyof typeof ecsOperations, ActionGroup>> = {
  CreateCluster: 'cluster modify',
  DeleteCluster: 'cluster modify',
  UpdateCluster: 'cluster modify',
  // Inferred: it changes the cluster. AWS's own group is not known here.
  PutClusterCapacityProviders: 'cluster modify',
  DescribeClusters: 'cluster read',
  ListClusters: 'cluster read',
  RegisterTaskDefinition: 'task definition modify',
  DeregisterTaskDefinition: 'task definition modify',
  DescribeTaskDefinition: 'task definition read',
  ListTaskDefinitionFamilies: 'task definition read',
  ListTaskDefinitions: 'task definition read',
  DeleteTaskDefinitions: 'task definition delete',
  TagResource: 'tag modify',
  UntagResource: 'tag modify',
  ListTagsForResource: 'tag read',
  RunTask: 'cluster resource modify',
  StopTask: 'cluster resource modify',
  DescribeTasks: 'cluster resource read',
  ListTasks: 'cluster resource read',
  CreateService: 'cluster service modify',
  UpdateService: 'cluster service modify',
  DeleteService: 'cluster service modify',
  // Inferred: they change the service, and AWS names no group of their own for them.
  ContinueServiceDeployment: 'cluster service modify',
  StopServiceDeployment: 'cluster service modify',
  DescribeServices: 'cluster service read',
  ListServices: 'cluster service read',
  DescribeServiceDeployments: 'service deployment read',
  ListServiceDeployments: 'service deployment read',
  DescribeServiceRevisions: 'service revision read',
};

/** The group in which an operation of ECS counts; undefined for one that the sandbox does not have. */
export function actionGroupOf(operation: string): ActionGroup | undefined {
  return Object.hasOwn(groups, operation) ? groups[operation as keyof typeof groups] : undefined;
}
