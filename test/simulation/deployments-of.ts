import { hasEnded, type CodeDeployDeployment } from '../../src/sandbox/codedeploy/records/deployment.ts';
import type { ServiceDeploymentRecord } from '../../src/sandbox/ecs/records/service-deployment.ts';
import type { ServiceRecord } from '../../src/sandbox/ecs/records/service.ts';
import { taskDefinitionNamed } from '../../src/sandbox/ecs/lookup/task-definition.ts';
import type { World } from '../../src/sandbox/world.ts';
import { pauseOf } from './pause.ts';

/** One deployment of a service as the sandbox knows it, whoever carries it out: ECS or CodeDeploy, in the words of ECS. */
export interface DeploymentFact {
  /** ARN of the service deployment; CodeDeploy's id. */
  readonly arn: string;
  /** What results name: `ecs-svc/…` or `d-…`. */
  readonly id: string;
  /** Whom its tasks name as the one who started them. */
  readonly holder: string;
  readonly status: string;
  readonly createdAt: number;
  readonly finishedAt?: number | undefined;
  readonly taskDefinition: string;
  /** As the task definition names it. */
  readonly image: string;
  readonly breakerTriggered: boolean;
  readonly alarmsTriggered: boolean;
  /** A hook, a pause without an answer, a time-out of AWS's or the rules of its load balancer made AWS take it back. */
  readonly hookJudged: boolean;
  /** The pause that holds it until a person answers. */
  readonly pause?: string | undefined;
}

/** All of them, oldest first. */
export function deploymentFacts(world: World, service: ServiceRecord): DeploymentFact[] {
  const all = [...world.codedeploy.deployments.values()];
  const own = all
    .filter(({ group, creator }) => creator !== 'codeDeployRollback' && isOf(group.settings.service, service))
    .map((deployment) => codeDeployFact(world, deployment));
  return [...[...service.serviceDeployments].reverse().map(ecsFact), ...own];
}

function isOf(
  { serviceName }: CodeDeployDeployment['group']['settings']['service'],
  service: ServiceRecord,
): boolean {
  return serviceName === service.name;
}

function ecsFact(record: ServiceDeploymentRecord): DeploymentFact {
  const { deployment } = record;
  const { arn, definition } = deployment.revision.workload.taskDefinition;
  return {
    arn: record.arn,
    id: deployment.id,
    holder: deployment.id,
    status: record.status,
    createdAt: record.createdAt,
    finishedAt: record.finishedAt,
    taskDefinition: arn,
    image: definition.containerDefinitions?.[0]?.image ?? '',
    breakerTriggered: record.breaker === 'TRIGGERED',
    alarmsTriggered: record.alarms.status === 'TRIGGERED',
    hookJudged: /lifecycle hook|pause hook timed out|networking configuration/.test(
      record.statusReason ?? record.rollback?.reason ?? '',
    ),
    pause: pauseOf(record),
  };
}

function codeDeployFact(world: World, deployment: CodeDeployDeployment): DeploymentFact {
  const { id, createdAt, revision, taskSets, error } = deployment;
  const back = world.codedeploy.deployments.get(deployment.rollbackInfo?.rollbackDeploymentId ?? '');
  const last = back ?? deployment;
  const { taskDefinition } = revision.appSpec;
  const { code = '' } = error ?? {};
  return {
    arn: id,
    id,
    holder: taskSets.find(({ label }) => label === 'Green')?.id ?? id,
    status: statusOf(deployment, back),
    createdAt,
    finishedAt: hasEnded(last) ? last.completedAt : undefined,
    taskDefinition,
    image: taskDefinitionNamed(world, taskDefinition)?.definition.containerDefinitions?.[0]?.image ?? '',
    breakerTriggered: false,
    alarmsTriggered: code === 'ALARM_ACTIVE',
    hookJudged: code !== '' && code !== 'ALARM_ACTIVE' && code !== 'MANUAL_STOP',
    pause: deployment.wait?.type === 'READY_WAIT' ? 'READY_WAIT' : undefined,
  };
}

function statusOf(
  { status }: CodeDeployDeployment,
  back: CodeDeployDeployment | undefined,
): DeploymentFact['status'] {
  switch (status) {
    case 'Created':
    case 'Queued':
      return 'PENDING';
    case 'Succeeded':
      return 'SUCCESSFUL';
    case 'Failed':
    case 'Stopped':
      if (back === undefined) return 'STOPPED';
      if (!hasEnded(back)) return 'ROLLBACK_IN_PROGRESS';
      return back.status === 'Succeeded' ? 'ROLLBACK_SUCCESSFUL' : 'ROLLBACK_FAILED';
    default:
      return 'IN_PROGRESS';
  }
}
