/** How many calls of a group come through: `burst` at once, `perSecond` in the long run. */
export interface Quota {
  readonly burst: number;
  readonly perSecond: number;
}

// "Request throttling for the Amazon ECS API" in the ECS developer guide: for each account and region, whoever calls.
const published = {
  'cluster read': { burst: 50, perSecond: 20 },
  'task definition modify': { burst: 20, perSecond: 1 },
  'task definition read': { burst: 50, perSecond: 20 },
  'task definition delete': { burst: 5, perSecond: 1 },
  'tag modify': { burst: 20, perSecond: 10 },
  'cluster resource modify': { burst: 100, perSecond: 40 },
  'cluster resource read': { burst: 100, perSecond: 20 },
  'cluster service modify': { burst: 50, perSecond: 5 },
  'cluster service read': { burst: 100, perSecond: 20 },
  'service deployment read': { burst: 50, perSecond: 20 },
  'service revision read': { burst: 50, perSecond: 20 },
} as const satisfies Readonly<Record<string, Quota>>;

/** Actions that share one quota, in AWS's own grouping. */
type PublishedGroup = keyof typeof published;

// AWS publishes no rates for CodeDeploy, but throttles it early: tools that look through all groups of an account meet it
// (kayac/ecspresso). So we are modest by ourselves; these are what a process takes, not what AWS gives.
const modest = {
  'codedeploy modify': { burst: 10, perSecond: 1 },
  'codedeploy read': { burst: 40, perSecond: 10 },
  // EventBridge gives 50 a second to all of an account: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
  'events read': { burst: 40, perSecond: 20 },
  'scheduler read': { burst: 40, perSecond: 20 },
} as const satisfies Readonly<Record<string, Quota>>;

/** Actions that wait in one line for their turn. */
export type ActionGroup = PublishedGroup | keyof typeof modest;

export const publishedQuotas: Readonly<Record<PublishedGroup, Quota>> = published;

/** An operation of ECS or CodeDeploy that we call does not compile without its group. */
const groups = {
  'ecs:ListClusters': 'cluster read',
  'ecs:RegisterTaskDefinition': 'task definition modify',
  'ecs:DeregisterTaskDefinition': 'task definition modify',
  'ecs:DeleteTaskDefinitions': 'task definition delete',
  'ecs:DescribeTaskDefinition': 'task definition read',
  'ecs:ListTaskDefinitions': 'task definition read',
  'ecs:TagResource': 'tag modify',
  'ecs:UntagResource': 'tag modify',
  'ecs:RunTask': 'cluster resource modify',
  'ecs:StopTask': 'cluster resource modify',
  'ecs:DescribeTasks': 'cluster resource read',
  'ecs:ListTasks': 'cluster resource read',
  'ecs:UpdateService': 'cluster service modify',
  // Inferred: they change a service, and AWS names no group of their own for them.
  'ecs:ContinueServiceDeployment': 'cluster service modify',
  'ecs:StopServiceDeployment': 'cluster service modify',
  'ecs:DescribeServices': 'cluster service read',
  'ecs:ListServices': 'cluster service read',
  'ecs:DescribeServiceDeployments': 'service deployment read',
  'ecs:ListServiceDeployments': 'service deployment read',
  'ecs:DescribeServiceRevisions': 'service revision read',
  'codedeploy:ContinueDeployment': 'codedeploy modify',
  'codedeploy:CreateDeployment': 'codedeploy modify',
  'codedeploy:CreateDeploymentConfig': 'codedeploy modify',
  'codedeploy:StopDeployment': 'codedeploy modify',
  'codedeploy:BatchGetApplications': 'codedeploy read',
  'codedeploy:BatchGetDeploymentGroups': 'codedeploy read',
  'codedeploy:BatchGetDeployments': 'codedeploy read',
  'codedeploy:GetApplication': 'codedeploy read',
  'codedeploy:GetDeployment': 'codedeploy read',
  'codedeploy:GetDeploymentConfig': 'codedeploy read',
  'codedeploy:GetDeploymentGroup': 'codedeploy read',
  'codedeploy:GetDeploymentTarget': 'codedeploy read',
  'codedeploy:ListApplications': 'codedeploy read',
  'codedeploy:ListDeploymentConfigs': 'codedeploy read',
  'codedeploy:ListDeploymentGroups': 'codedeploy read',
  'codedeploy:ListDeployments': 'codedeploy read',
  'events:ListEventBuses': 'events read',
  'events:ListRules': 'events read',
  'events:ListTargetsByRule': 'events read',
  'scheduler:GetSchedule': 'scheduler read',
  'scheduler:ListSchedules': 'scheduler read',
} as const satisfies Readonly<Record<string, ActionGroup>>;

type PacedOperation = keyof typeof groups;
export type EcsOperation = Extract<PacedOperation, `ecs:${string}`>;

/** As AWS spells it, with the service. */
export type OperationName =
  | PacedOperation
  | `${'application-autoscaling' | 'cloudwatch' | 'ecr' | 'elasticloadbalancing' | 'iam' | 'logs' | 'secretsmanager' | 'ssm' | 'sts'}:${string}`;

/** The group in which an operation counts; undefined where it waits for nobody. */
export function actionGroupOf(operation: OperationName): ActionGroup | undefined {
  return Object.hasOwn(groups, operation) ? groups[operation as PacedOperation] : undefined;
}

/** What we allow ourselves of a group. */
export function allowanceOf(group: ActionGroup): Quota {
  return Object.hasOwn(modest, group)
    ? modest[group as keyof typeof modest]
    : ownShare(published[group as PublishedGroup]);
}

/**
 * What we allow ourselves of a quota. AWS adds its tokens once a second, so that what should have flowed in may be up to a second
 * late: that much of the burst is not counted on. And a tenth is left to others who use the account.
 */
export function ownShare({ burst, perSecond }: Quota): Quota {
  return { burst: Math.floor(Math.min(burst - perSecond, burst * 0.9)), perSecond: perSecond * 0.9 };
}
